-- One drawing: sends the picture of a sprite to the studio, receives the candidates, and puts them into the sprite.

local drawing = {}

local protocolVersion = 1
local connection, picture, candidates

function drawing.use(connectionModule, pictureModule, candidatesModule)
  connection, picture, candidates = connectionModule, pictureModule, candidatesModule
end

local function noConnection(address)
  return "There is no connection to the studio at " .. address .. ". Start it with the command 'pixelgpt studio', or correct the address in the dialog."
end

-- Returns the candidates as bytes, best first.
local function ranked(done, received)
  local drawn = {}
  for i = 1, #done.ranking do drawn[i] = received[math.tointeger(done.ranking[i])] end
  return drawn
end

-- Starts to draw. Returns an object whose stop() ends the drawing without further calls; nil if the connection is not allowed.
-- options: sprite, frameNumber, url, address, key, count, wildness, seed, allColors, asFrames.
-- on.progress(fraction), on.done(count, erases), on.failed(message).
function drawing.start(options, on)
  local self, sent, received, isConnected = {}, nil, {}, false
  local link

  local function fail(message)
    link.close()
    on.failed(message)
  end

  local function insert(done)
    local drawn = ranked(done, received)
    link.close()
    if not candidates.isOpen(options.sprite) then return on.failed("The sprite was closed before the candidates arrived.") end
    if app.sprite ~= options.sprite then pcall(function() app.sprite = options.sprite end) end
    if app.sprite ~= options.sprite then return on.failed("Another sprite is active now. Go back to the first one, and draw again.") end
    candidates.insert(options.sprite, math.min(options.frameNumber, #options.sprite.frames), sent, drawn, options.asFrames)
    on.done(#drawn, not options.asFrames and candidates.erases(sent, drawn[1]))
  end

  local handlers = {}

  function handlers.ready(message)
    local problem
    sent, problem = picture.read(options.sprite, options.frameNumber, { width = math.tointeger(message.max_width), height = math.tointeger(message.max_height) })
    if not sent then return fail(problem) end
    local request = sent.message
    request.type, request.id = "draw", 1
    request.count, request.wildness, request.seed = options.count, options.wildness, options.seed
    if options.allColors then
      local colors = picture.palette(options.sprite)
      request.colors = #colors > 0 and colors or nil
    end
    link.send(request)
  end

  function handlers.progress(message) on.progress(message.done / message.total) end

  function handlers.candidate(message) received[math.tointeger(message.index)] = picture.decode(message.pixels) end

  function handlers.done(message) insert(message) end

  function handlers.error(message) fail(message.detail) end

  local isAllowed, opened = pcall(connection.open, options.url, {
    open = function()
      isConnected = true
      link.send{ type = "hello", version = protocolVersion, api_key = options.key ~= "" and options.key or nil }
    end,
    message = function(message)
      local handle = handlers[message.type]
      if handle then handle(message) end
    end,
    lost = function() on.failed(isConnected and "The connection to the studio was lost. Try again." or noConnection(options.address)) end,
  })

  if not isAllowed then
    on.failed("Aseprite did not open the connection to " .. options.address .. ". Draw again, and allow the extension to connect.")
    return nil
  end
  link = opened

  -- The studio stops drawing when the connection is closed.
  function self.stop() link.close() end

  return self
end

return drawing
