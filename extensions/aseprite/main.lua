-- Adds the command "PixelGpt" to the menu Edit > FX.

local window

function init(plugin)
  local function load(name) return dofile(app.fs.joinPath(plugin.path, name .. ".lua")) end
  local messages, settings, dialog = load("messages"), load("settings"), load("dialog")
  local drawing, visible = load("drawing"), load("visible")
  drawing.use(load("connection"), load("picture").use(load("base64"), load("area"), visible), load("candidates").use(load("colors"), visible))

  plugin:newCommand{
    id = "PixelGpt",
    title = "PixelGpt...",
    group = "edit_fx",
    onenabled = function() return app.sprite ~= nil end,
    onclick = function()
      if WebSocket == nil or json == nil then
        messages.alert("This extension needs Aseprite 1.3 or later.")
        return
      end
      if window then window.close() end
      window = dialog.show(plugin.preferences, settings, drawing, messages)
    end,
  }
end

function exit(plugin)
  if window then window.close() end
end
