"""What Redis does in one go, so that whoever has lost a run cannot write over it.

A run is a hash `backstep:run:ID` with an `owner`, the replica that it goes on in (empty: none), and
a `token`, which grows with every owner. The owner's lease is the key `backstep:replica:NAME`, one
for all its runs, which it renews; its value is since when it has done so without a break, and when
it did so last.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Whether ARGV[1] may write to the run at `key` with `mine`, its token; a token that is newer than
# the store's is of a store that has lost its last moments.
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

# Since when the replica at `key` has been heard of, without a silence of half a lease.
_SINCE = f"""
{_NOW}
local function since(key, lease)
  local found = redis.call('GET', key)
  local first, last = string.match(found or '', '(%d+) (%d+)')
  if not last or now - tonumber(last) > lease / 2 then return now end
  return tonumber(first)
end
"""

# KEYS: the replica. ARGV: milliseconds of the lease.
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

# KEYS: a run, its code, its set or the code again, for each. ARGV: name, milliseconds to keep;
# token, step, op, head's step, head's op, how it plays, for each. Answers which are lost, from 1;
# those that it does not know are negative.
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

# KEYS: run, the replica. ARGV: name, milliseconds to keep, milliseconds of the lease, what the keys
# of replicas begin with, seconds that Redis must have been there. Started again, Redis may have
# lost who took what last: whoever has a run writes it again first. A replica that has not been
# heard of for the time of a lease takes nothing from others: perhaps nobody could renew theirs.
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

# KEYS: runs. ARGV: name; token for each.
_RELEASE = f"""
{_FENCE}
for i, key in ipairs(KEYS) do
  if may(key, tonumber(ARGV[i + 1])) and redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'owner', '')
  end
end
"""

# KEYS: run. ARGV: milliseconds that it is known to have ended, what the keys of codes begin with.
# Who still has it shall not bring it back.
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
