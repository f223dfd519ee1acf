-- What the shortcode uses of pandoc and Quarto: nodes as plain tables, and what it asks for, kept.
-- https://quarto.org/docs/extensions/lua-api.html
local ALIASES = {
  html = { html = true, revealjs = true, epub = true },
  ["html:js"] = { html = true, revealjs = true },
}
asked = { format = "html", heads = {}, resources = {} }

local function node(kind, ...)
  local names = { ... }
  pandoc[kind] = function(...)
    local made, values = { kind = kind }, { ... }
    for i, name in ipairs(names) do made[name] = values[i] end
    return made
  end
end
pandoc = { utils = { stringify = tostring } }
node("Str", "text")
node("Para", "content")
node("Link", "content", "target")
node("Image", "caption", "src")
node("RawBlock", "format", "text")
node("RawInline", "format", "text")

quarto = { doc = {
  is_format = function(name)
    local alias = ALIASES[name]
    return alias and alias[asked.format] or name == asked.format
  end,
  add_html_dependency = function(given) asked.heads[given.name] = given.head end,
  add_resource = function(path) asked.resources[#asked.resources + 1] = path end,
} }

-- As Quarto calls a shortcode: a name that was not given is an empty list, and of what the document
-- says nothing is nil.
function call(handler, args, kwargs, meta, context)
  setmetatable(kwargs, { __index = function() return "" end })
  return handler(args, kwargs, meta, args, context)
end
