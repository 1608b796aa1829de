-- The settings of the dialog, which Aseprite keeps between sessions in plugin.preferences.

local settings = {}

settings.newLayers = "New layers"
settings.newFrames = "New frames"

local defaults = {
  address = "http://127.0.0.1:5050",
  key = "",
  count = 4,
  wildness = 50,
  destination = settings.newLayers,
  allColors = false,
}

function settings.read(preferences)
  local values = {}
  for name, default in pairs(defaults) do
    local saved = preferences[name]
    if type(saved) == type(default) then values[name] = saved else values[name] = default end
  end
  return values
end

function settings.write(preferences, values)
  for name in pairs(defaults) do preferences[name] = values[name] end
end

-- Returns another seed at each call, so that drawing again gives other candidates.
function settings.nextSeed(preferences)
  local last = math.tointeger(preferences.seed) or 0
  preferences.seed = last + 1
  return last + 1
end

-- Returns the address of the studio's WebSocket; nil if the address of the studio is invalid.
function settings.webSocketUrl(address)
  local scheme, host = address:match("^%s*(%a+)://([^/%s]+)/*%s*$")
  if not scheme then scheme, host = "http", address:match("^%s*([^/%s]+)/*%s*$") end
  local schemes = { http = "ws", https = "wss", ws = "ws", wss = "wss" }
  if not host or not schemes[scheme:lower()] then return nil end
  return schemes[scheme:lower()] .. "://" .. host .. "/api/v1/editor"
end

return settings
