"""Scripts that Redis runs atomically, so that a process that has lost a run cannot overwrite it.

A run is a hash `backstep:run:ID`. Its `owner` is the process that holds it (empty: none); its
`token` grows with every owner. An owner has one lease for all its runs, the key
`backstep:replica:NAME`, which it renews. The lease's value is two times: since when it has been
renewed without a break, and when it was renewed last.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Whether ARGV[1] may write to the run at `key` with its token `mine`. If the token is newer than
# the store's, the store has lost its last writes.
_FENCE = """
local function may(key, mine)
  local found = redis.call('HMGET', key, 'owner', 'token', 'ended')
  local token = tonumber(found[2] or 0)
  return not found[3] and (mine > token or (mine == token and found[1] == ARGV[1]))
end
"""

_NOW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""

# Since when the process at `key` has renewed its lease without a pause of half the lease.
_SINCE = f"""
{_NOW}
local function since(key, lease)
  local found = redis.call('GET', key)
  local first, last = string.match(found or '', '(%d+) (%d+)')
  if not last or now - tonumber(last) > lease / 2 then return now end
  return tonumber(first)
end
"""

# KEYS: the process. ARGV: the lease in milliseconds.
_BEAT = f"""
{_SINCE}
local first = since(KEYS[1], tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%d %d', first, now), 'PX', ARGV[1])
"""

# KEYS: run, code, the sets that it needs, also to undo. ARGV: name, milliseconds to keep, token,
# id, fields and values.
_SAVE = f"""
{_FENCE}
if not may(KEYS[1], tonumber(ARGV[3])) then return 0 end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', ARGV[3])
for i = 5, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('SET', KEYS[2], ARGV[4])
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[2]) end
return 1
"""

# KEYS: for each run: run, code, and set or the code again. ARGV: name, milliseconds to keep; for
# each run: token, step, op, head's step, head's op, playing. Returns the numbers of lost runs, from
# 1; negative for runs that it does not know.
_MOVE = f"""
{_FENCE}
local lost = {{}}
for i = 1, #KEYS / 3 do
  local key, at = KEYS[3 * i - 2], 6 * i - 3
  if redis.call('EXISTS', key) == 0 then
    lost[#lost + 1] = -i
  elseif may(key, tonumber(ARGV[at])) then
    redis.call('HSET', key, 'step', ARGV[at + 1], 'op', ARGV[at + 2], 'head_step', ARGV[at + 3],
      'head_op', ARGV[at + 4], 'playing', ARGV[at + 5])
    for j = 3 * i - 2, 3 * i do redis.call('PEXPIRE', KEYS[j], ARGV[2]) end
  else
    lost[#lost + 1] = i
  end
end
return lost
"""

# KEYS: run, the process. ARGV: name, milliseconds to keep, the lease in milliseconds, prefix of the
# processes' keys, seconds that Redis must have been up. After a restart, Redis may have lost who
# took a run last; its owner writes it again first. A process that has not renewed its own lease for
# the time of a lease takes nothing from others: perhaps no process could renew.
_TAKE = f"""
{_SINCE}
local lease = tonumber(ARGV[3])
local steady = now - since(KEYS[2], lease) >= lease
local found = redis.call('HMGET', KEYS[1], 'owner', 'token', 'ended')
if found[3] then return {{'none'}} end
local uptime = string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)')
if tonumber(uptime) < tonumber(ARGV[5]) then return {{'held', ''}} end
if not found[2] then return {{steady and 'none' or 'unsure'}} end
if found[1] ~= '' and found[1] ~= ARGV[1] then
  local alive = redis.call('EXISTS', ARGV[4] .. found[1]) == 1
  if alive or not steady then return {{'held', found[1]}} end
end
local token = tonumber(found[2]) + 1
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', token)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {{'taken', token, redis.call('HGETALL', KEYS[1])}}
"""

# KEYS: runs. ARGV: name; a token for each run.
_RELEASE = f"""
{_FENCE}
for i, key in ipairs(KEYS) do
  if may(key, tonumber(ARGV[i + 1])) and redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'owner', '')
  end
end
"""

# KEYS: run. ARGV: milliseconds to remember that it has ended, prefix of the codes' keys. The mark
# keeps a process that still holds the run from saving it again.
_DELETE = """
local code = redis.call('HGET', KEYS[1], 'watch_code')
if code then redis.call('DEL', ARGV[2] .. code) end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'ended', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
"""

SCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "beat": _BEAT,
        "save": _SAVE,
        "move": _MOVE,
        "take": _TAKE,
        "release": _RELEASE,
        "delete": _DELETE,
    }
)
