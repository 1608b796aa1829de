-- The dialog: how many candidates, how wild, where they go, and the address of the studio.

local dialog = {}

local hint = "Draws the transparent pixels, or the selected ones."

local function addControls(window, values, settings)
  window:slider{ id = "count", label = "Candidates:", min = 1, max = 8, value = values.count }
  window:slider{ id = "wildness", label = "Tame to wild:", min = 0, max = 100, value = values.wildness }
  window:combobox{ id = "destination", label = "Put them into:", option = values.destination, options = { settings.newLayers, settings.newFrames } }
  window:check{ id = "allColors", label = "Colours:", text = "also other colours of the palette", selected = values.allColors }
  window:separator{ text = "Studio" }
  window:entry{ id = "address", label = "Address:", text = values.address }
  window:entry{ id = "key", label = "API key:", text = values.key }
  window:separator{}
  window:label{ id = "status", text = hint }
end

-- Shows the dialog beside the sprite. It stays open, so that drawing again is one click. Returns an object whose close() closes it.
function dialog.show(preferences, settings, drawing, messages)
  local window, current
  local isOpen = true

  local function setState(text, isDrawing)
    window:modify{ id = "status", text = text }
    window:modify{ id = "draw", text = isDrawing and "Stop" or "Draw" }
  end

  local function fail(message)
    current = nil
    setState(hint, false)
    messages.alert(messages.sentence(message))
  end

  local function succeed(count, erases)
    current = nil
    setState(string.format(count == 1 and "%d candidate is there. Undo removes it." or "%d candidates are there. Undo removes them.", count), false)
    if erases then messages.alert("The model left some selected pixels empty, where the layers below are still visible. Choose new frames to see the whole candidate.") end
  end

  local function start()
    local sprite, frame = app.sprite, app.frame
    if not sprite then return fail("Open a sprite first.") end
    local values = window.data
    local url = settings.webSocketUrl(values.address)
    if not url then return fail("The address of the studio must look like http://127.0.0.1:5050.") end
    settings.write(preferences, values)
    setState("Connecting...", true)
    current = drawing.start({
      sprite = sprite,
      frameNumber = frame.frameNumber,
      url = url,
      address = values.address,
      key = values.key,
      count = values.count,
      wildness = values.wildness,
      seed = settings.nextSeed(preferences),
      allColors = values.allColors,
      asFrames = values.destination == settings.newFrames,
    }, {
      progress = function(fraction) setState(string.format("Drawing: %d %%", math.floor(100 * fraction)), true) end,
      done = succeed,
      failed = fail,
    })
  end

  local function stop()
    if not current then return end
    current.stop()
    current = nil
  end

  window = Dialog{
    title = "PixelGpt",
    onclose = function()
      isOpen = false
      stop()
    end,
  }
  addControls(window, settings.read(preferences), settings)
  window:button{
    id = "draw",
    text = "Draw",
    focus = true,
    onclick = function()
      if not current then return start() end
      stop()
      setState(hint, false)
    end,
  }
  window:button{ id = "close", text = "Close", onclick = function() window:close() end }
  window:show{ wait = false }

  return {
    close = function()
      if isOpen then window:close() end
    end,
  }
end

return dialog
