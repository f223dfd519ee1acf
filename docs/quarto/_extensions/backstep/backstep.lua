-- {{< backstep circle panels="network,slice,transport" step=120 >}}: a scene in slides and pages, and
-- where there are no scripts a picture or a link. docs/embedding.md, *Quarto*, says what there is to give.

local SERVER = "http://127.0.0.1:8000"
local SIZE = { width = "960", height = "540" }
-- Of the element or of this shortcode; all else is the scene's own, and stands in its address.
local OWN = {
  server = true, width = true, height = true, title = true, eager = true, fallback = true,
  id = true, class = true, style = true, src = true, still = true, script = true, scripts = true,
}
local FLAGS = { autoplay = true, ask = true, eager = true }
local ESCAPES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function text(value)
  if value == nil then return "" end
  return type(value) == "string" and value or pandoc.utils.stringify(value)
end

local function escaped(value)
  return (value:gsub('[&<>"]', ESCAPES))
end

local function encoded(value)
  return (value:gsub("[^%w%-%._~,]", function(c) return ("%%%02X"):format(c:byte()) end))
end

-- An attribute, if there is a value.
local function attribute(name, value)
  return (value or "") == "" and "" or (' %s="%s"'):format(name, escaped(value))
end

-- What was given, by name; the first word is a preset, a link or the file of a copy.
local function read(args, kwargs, meta)
  local given = {}
  for name, value in pairs(kwargs) do given[name] = text(value) end
  for i, value in ipairs(args) do
    local word = text(value)
    if FLAGS[word] then given[word] = "1"
    elseif i > 1 then error("backstep: " .. word .. " is not a name=value")
    elseif word:find("[/?#]") or word:find("%.html?$") then given.src = word
    else given.preset = word end
  end
  -- What the document says once for all its scenes.
  for _, name in ipairs({ "server", "script", "scripts", "theme", "locale" }) do
    if not given[name] then
      local value = text(meta["backstep." .. name])
      if value ~= "" then given[name] = value end
    end
  end
  given.server = (given.server or SERVER):gsub("/+$", "")
  return given
end

-- The names that are the scene's own, in an order that is always the same.
local function names(given)
  local found = {}
  for name in pairs(given) do
    if not OWN[name] then found[#found + 1] = name end
  end
  table.sort(found)
  return found
end

local function is_copy(given)
  return given.src ~= nil and given.src:match("^[^?#]*"):find("%.html?$") ~= nil
end

-- A page of the server, or the copy, at the moment that was asked for.
local function address(given, path)
  local parts = {}
  for _, name in ipairs(names(given)) do
    parts[#parts + 1] = encoded(name) .. "=" .. encoded(given[name])
  end
  local query = table.concat(parts, "&")
  if is_copy(given) then
    local file, behind = given.src:match("^([^#]*)#?(.*)$")
    return file .. "#" .. (behind ~= "" and query ~= "" and behind .. "&" or behind) .. query
  end
  local own = given.src and given.src:match("%?(.*)$")
  if own and own ~= "" then query = own .. (query ~= "" and "&" or "") .. query end
  local server = given.src and given.src:match("^(https?://[^/?#]+)") or given.server
  return server .. path .. "?" .. query
end

-- The two scripts, once in a document: the server's, or those in a folder beside it.
local function scripts(given)
  local folder = given.scripts and given.scripts:gsub("/*$", "/")
  local element = folder and folder .. "embed.js" or given.server .. "/embed.js"
  local head = ('<script src="%s"></script>'):format(escaped(element))
  if quarto.doc.is_format("revealjs") then
    local plugin = folder and folder .. "reveal.js" or given.server .. "/static/js/embed/reveal.js"
    head = head .. ('\n<script src="%s"></script>'):format(escaped(plugin)) ..
      '\n<script>addEventListener("load", () => Reveal.registerPlugin(RevealBackstep()));</script>'
  end
  quarto.doc.add_html_dependency({ name = "backstep", version = "1.0.0", head = head })
end

local function element(given)
  scripts(given)
  -- A file that is shown has to lie where the page does.
  for _, name in ipairs({ "src", "fallback" }) do
    local file = (given[name] or ""):match("^[^:?#]+%.html?")
    if file then quarto.doc.add_resource(file) end
  end
  -- Left alone where all that a page needs is put into it: a scene is not to be had so.
  local parts = { '<backstep-scene data-external="1"', attribute("server", given.server) }
  for _, name in ipairs({ "src", "fallback", "width", "height", "title", "eager", "id", "class", "style" }) do
    parts[#parts + 1] = attribute(name, given[name])
  end
  for _, name in ipairs(names(given)) do
    -- In HTML "hidden" hides, so the element has another word for the layers.
    parts[#parts + 1] = attribute(name == "hidden" and "layers" or name, given[name])
  end
  -- What stands in it is seen where the script did not come.
  parts[#parts + 1] = ('><a href="%s">backstep</a></backstep-scene>'):format(escaped(address(given, "/")))
  return table.concat(parts)
end

local function frame(given)
  -- reveal.js loads this with its slide.
  local source = quarto.doc.is_format("revealjs") and "data-src" or "src"
  return ('<iframe data-external="1" %s="%s"%s%s%s style="border:0" loading="lazy" allow="fullscreen"></iframe>'):format(
    source, escaped(address(given, "/embed")), attribute("width", given.width or SIZE.width),
    attribute("height", given.height or SIZE.height), attribute("title", given.title or "backstep"))
end

-- For paper and for documents without scripts: the still that was named, or words, with a link.
local function link(given)
  local title = given.title or "backstep: " .. (given.preset or "this moment")
  local shown = given.still and pandoc.Image({ pandoc.Str(title) }, given.still) or pandoc.Str(title)
  return pandoc.Link({ shown }, address(given, "/"))
end

return {
  ["backstep"] = function(args, kwargs, meta, _, context)
    local given = read(args, kwargs, meta)
    if not quarto.doc.is_format("html:js") then
      return context == "inline" and link(given) or pandoc.Para({ link(given) })
    end
    local html = given.script == "false" and frame(given) or element(given)
    return context == "inline" and pandoc.RawInline("html", html) or pandoc.RawBlock("html", html)
  end,
}
