-- A stand-in for the parts of Aseprite's documented scripting API (https://www.aseprite.org/api/) that the extension uses. It is
-- stricter than Aseprite where that finds mistakes: reading or setting a field that is not documented is an error.
-- The global functions that start with host_ are those of AsepriteHost.cs.

stub = { alerts = {}, undoSteps = 0, transactions = 0, dialogs = {}, sockets = {}, commands = {} }

local function class(name, fields, methods, setters)
  return {
    __name = name,
    __index = function(self, key)
      if methods and methods[key] then return methods[key] end
      local field = fields[key]
      if field == true then return rawget(self, "_" .. key) end
      if field then return field(self) end
      error(string.format("%s has no field '%s'", name, tostring(key)), 2)
    end,
    __newindex = function(self, key, value)
      if setters and (setters[key] == true or setters[key] == "not undoable") then
        if setters[key] == true then stub.change() end
        rawset(self, "_" .. key, value)
      elseif setters and setters[key] then
        stub.change()
        setters[key](self, value)
      else
        error(string.format("the field '%s' of %s cannot be set", tostring(key), name), 2)
      end
    end,
  }
end

-- Counts the changes of sprites that are separate steps of the undo history.
function stub.change()
  if not stub.isInTransaction then stub.undoSteps = stub.undoSteps + 1 end
end

ColorMode = { RGB = 0, GRAY = 1, INDEXED = 2, TILEMAP = 4 }
WebSocketMessageType = { TEXT = 0, OPEN = 1, CLOSE = 2, ERROR = 3, PING = 4, PONG = 5, FRAGMENT = 6, BINARY = 16 }

local pointClass = class("Point", { x = true, y = true })
function Point(x, y) return setmetatable({ _x = math.tointeger(x), _y = math.tointeger(y) }, pointClass) end

local rectangleClass = class("Rectangle", { x = true, y = true, width = true, height = true, isEmpty = function(self) return self.width <= 0 or self.height <= 0 end })
function Rectangle(x, y, width, height) return setmetatable({ _x = x, _y = y, _width = width, _height = height }, rectangleClass) end

local colorClass = class("Color", { red = true, green = true, blue = true, alpha = true })
function Color(values) return setmetatable({ _red = values.r, _green = values.g, _blue = values.b, _alpha = values.a or 255 }, colorClass) end

local pixelColor = {}
function pixelColor.rgba(red, green, blue, alpha) return red | green << 8 | blue << 16 | (alpha or 255) << 24 end
function pixelColor.rgbaR(pixel) return pixel & 255 end
function pixelColor.rgbaG(pixel) return pixel >> 8 & 255 end
function pixelColor.rgbaB(pixel) return pixel >> 16 & 255 end
function pixelColor.rgbaA(pixel) return pixel >> 24 & 255 end
function pixelColor.graya(value, alpha) return value | (alpha or 255) << 8 end

-- Images. Rows are padded to 16 bytes, as in some versions of Aseprite.
local imageMethods = {}
local bytesPerPixel = { [ColorMode.RGB] = 4, [ColorMode.GRAY] = 2, [ColorMode.INDEXED] = 1 }
local imageClass = class("Image", {
  width = true,
  height = true,
  colorMode = true,
  rowStride = function(self) return (self.width * bytesPerPixel[self.colorMode] + 15) // 16 * 16 end,
  bytes = function(self)
    local rows, size = {}, bytesPerPixel[self.colorMode]
    for y = 0, self.height - 1 do
      local row = {}
      for x = 0, self.width - 1 do row[#row + 1] = string.pack("<I" .. size, self:getPixel(x, y)) end
      rows[#rows + 1] = table.concat(row) .. string.rep("\xAA", self.rowStride - self.width * size)
    end
    return table.concat(rows)
  end,
}, imageMethods)

function Image(width, height, colorMode)
  assert(math.tointeger(width) >= 1 and math.tointeger(height) >= 1, "an image needs a size")
  local image = setmetatable({ _width = width, _height = height, _colorMode = colorMode or ColorMode.RGB, pixels = {} }, imageClass)
  image:clear(0)
  return image
end

function imageMethods:clear(pixel)
  for i = 0, self.width * self.height - 1 do self.pixels[i] = pixel end
end

function imageMethods:clone()
  local copy = Image(self.width, self.height, self.colorMode)
  for i = 0, self.width * self.height - 1 do copy.pixels[i] = self.pixels[i] end
  return copy
end

local function isInside(image, x, y) return x >= 0 and y >= 0 and x < image.width and y < image.height end

function imageMethods:getPixel(x, y)
  assert(isInside(self, x, y), "getPixel outside of the image")
  return self.pixels[y * self.width + x]
end

function imageMethods:drawPixel(x, y, pixel)
  assert(isInside(self, x, y), "drawPixel outside of the image")
  self.pixels[y * self.width + x] = assert(math.tointeger(pixel), "a pixel must be an integer")
end

local function toRgba(sprite, pixel)
  if sprite.colorMode == ColorMode.RGB then return pixel end
  if sprite.colorMode == ColorMode.GRAY then return pixelColor.rgba(pixel & 255, pixel & 255, pixel & 255, pixel >> 8) end
  if pixel == sprite.transparentColor then return 0 end
  local color = sprite.palettes[1]:getColor(pixel)
  return pixelColor.rgba(color.red, color.green, color.blue, color.alpha)
end

local function drawLayers(image, sprite, layers, frameNumber, position)
  for _, layer in ipairs(layers) do
    if layer.isVisible and layer.isGroup then
      drawLayers(image, sprite, layer.layers, frameNumber, position)
    elseif layer.isVisible then
      local cel = layer:cel(frameNumber)
      for y = 0, cel and cel.image.height - 1 or -1 do
        for x = 0, cel.image.width - 1 do
          local pixel = toRgba(sprite, cel.image:getPixel(x, y))
          local left, top = cel.position.x + x + position.x, cel.position.y + y + position.y
          if pixelColor.rgbaA(pixel) > 0 and isInside(image, left, top) then image:drawPixel(left, top, pixel) end
        end
      end
    end
  end
end

function imageMethods:drawSprite(sprite, frameNumber, position)
  assert(self.colorMode == ColorMode.RGB, "the stub renders to RGB only")
  drawLayers(self, sprite, sprite.layers, frameNumber, position or Point(0, 0))
end

function imageMethods:drawImage(source, position)
  for y = 0, source.height - 1 do
    for x = 0, source.width - 1 do
      if isInside(self, x + position.x, y + position.y) then self:drawPixel(x + position.x, y + position.y, source:getPixel(x, y)) end
    end
  end
end

-- Layers, cels and frames.
local celClass = class("Cel", { image = true, position = true, frameNumber = true, layer = true })
local frameClass = class("Frame", { frameNumber = true, sprite = true })

local function remove(list, item)
  for i = #list, 1, -1 do
    if list[i] == item then table.remove(list, i) end
  end
end

local layerMethods = {}
local layerClass = class("Layer", { name = true, isVisible = true, isGroup = true, layers = true, parent = true, cels = true }, layerMethods, {
  name = true,
  isVisible = "not undoable",
  parent = function(self, parent)
    assert(parent.isGroup, "the parent must be a group")
    remove(self._parent.layers, self)
    table.insert(parent.layers, self)
    rawset(self, "_parent", parent)
  end,
})

local function newLayer(sprite, isGroup)
  stub.change()
  local layer = setmetatable({ _name = "Layer", _isVisible = true, _isGroup = isGroup, _layers = {}, _cels = {}, _parent = sprite }, layerClass)
  table.insert(sprite.layers, layer)
  return layer
end

function layerMethods:cel(frame)
  for _, cel in ipairs(self.cels) do
    if cel.frameNumber == frame then return cel end
  end
  return nil
end

-- Selections and palettes.
local selectionMethods = {}
local selectionClass = class("Selection", { bounds = true, isEmpty = function(self) return self.bounds.isEmpty end }, selectionMethods)
function Selection() return setmetatable({ _bounds = Rectangle(0, 0, 0, 0), excluded = {} }, selectionClass) end
function selectionMethods:select(rectangle) rawset(self, "_bounds", rectangle) end
function selectionMethods:contains(point)
  local bounds = self.bounds
  return point.x >= bounds.x and point.y >= bounds.y and point.x < bounds.x + bounds.width and point.y < bounds.y + bounds.height and not self.excluded[point.x .. "," .. point.y]
end

local paletteMethods = {}
local paletteClass = class("Palette", {}, paletteMethods)
paletteClass.__len = function(self) return #self.colors end
function Palette(colors) return setmetatable({ colors = colors }, paletteClass) end
function paletteMethods:getColor(index) return assert(self.colors[index + 1], "no such colour") end

-- Sprites.
local spriteMethods = {}
local spriteClass = class("Sprite", { width = true, height = true, colorMode = true, layers = true, frames = true, palettes = true, selection = true, transparentColor = true }, spriteMethods)

-- Creates a sprite with one layer and one frame, without a step in the undo history, and makes it the active one.
function stub.newSprite(width, height, colorMode, colors, transparentColor)
  local sprite = setmetatable({
    _width = width, _height = height, _colorMode = colorMode, _layers = {}, _frames = {}, _palettes = { Palette(colors or {}) },
    _selection = Selection(), _transparentColor = transparentColor or 0,
  }, spriteClass)
  sprite.frames[1] = setmetatable({ _frameNumber = 1, _sprite = sprite }, frameClass)
  local image = Image(width, height, colorMode)
  if colorMode == ColorMode.INDEXED then image:clear(sprite.transparentColor) end
  sprite:newCel(sprite:newLayer(), 1, image, Point(0, 0))
  rawset(app, "activeSprite", sprite)
  rawset(app, "sprite", sprite)
  rawset(app, "frame", sprite.frames[1])
  table.insert(app.sprites, sprite)
  stub.undoSteps = 0
  return sprite, image
end

function spriteMethods:newLayer() return newLayer(self, false) end
function spriteMethods:newGroup() return newLayer(self, true) end

function spriteMethods:newEmptyFrame(frameNumber)
  stub.change()
  assert(frameNumber >= 1 and frameNumber <= #self.frames + 1, "frame number out of range")
  for _, layer in ipairs(self.layers) do
    for _, cel in ipairs(layer.cels) do
      if cel.frameNumber >= frameNumber then rawset(cel, "_frameNumber", cel.frameNumber + 1) end
    end
  end
  table.insert(self.frames, setmetatable({ _frameNumber = #self.frames + 1, _sprite = self }, frameClass))
  return self.frames[frameNumber]
end

function spriteMethods:newCel(layer, frameNumber, image, position)
  stub.change()
  assert(image.colorMode == self.colorMode, "the image of a cel must have the colour mode of the sprite")
  assert(frameNumber >= 1 and frameNumber <= #self.frames, "frame number out of range")
  local cel = setmetatable({ _image = image:clone(), _position = position, _frameNumber = frameNumber, _layer = layer }, celClass)
  table.insert(layer.cels, cel)
  return cel
end

-- The application.
app = { sprites = {}, pixelColor = pixelColor, apiVersion = 25, fs = { joinPath = function(...) return table.concat({ ... }, "/") end } }

function app.alert(options)
  assert(type(options.text) == "table", "the extension breaks the lines of alerts itself")
  for _, line in ipairs(options.text) do assert(#line <= 70, "a line of an alert is too long: " .. line) end
  table.insert(stub.alerts, table.concat(options.text, " "))
  return 1
end

function app.transaction(label, change)
  assert(not stub.isInTransaction, "a transaction in a transaction")
  stub.isInTransaction = true
  change()
  stub.isInTransaction = false
  stub.transactions, stub.undoSteps = stub.transactions + 1, stub.undoSteps + 1
end

function app.refresh() end

-- Dialogs. stub.press presses a button.
local dialogMethods = {}
local dialogClass = class("Dialog", {
  data = function(self)
    local data = {}
    for id, widget in pairs(self.widgets) do data[id] = widget.value end
    return data
  end,
}, dialogMethods)

function Dialog(options)
  local dialog = setmetatable({ widgets = {}, isShown = false, onclose = options.onclose }, dialogClass)
  table.insert(stub.dialogs, dialog)
  return dialog
end

local function widget(valueOf)
  return function(self, options)
    local id = options.id or #stub.dialogs .. "." .. tostring(options)
    assert(not self.widgets[id], "two widgets have the same id")
    self.widgets[id] = { options = options, value = valueOf(options) }
    return self
  end
end

dialogMethods.slider = widget(function(options) return math.tointeger(options.value) end)
dialogMethods.combobox = widget(function(options) return options.option end)
dialogMethods.check = widget(function(options) return options.selected end)
dialogMethods.entry = widget(function(options) return options.text end)
dialogMethods.label = widget(function(options) return options.text end)
dialogMethods.button = widget(function() return false end)
dialogMethods.separator = widget(function() return nil end)

function dialogMethods:modify(options)
  local modified = assert(self.widgets[options.id], "no such widget")
  for name, value in pairs(options) do modified.options[name] = value end
end

function dialogMethods:show(options)
  assert(options.wait == false, "the dialog must not block the sprite")
  rawset(self, "isShown", true)
end

function dialogMethods:close()
  assert(self.isShown, "the dialog is already closed")
  rawset(self, "isShown", false)
  self.onclose()
end

function stub.dialog() return stub.dialogs[#stub.dialogs] end
function stub.set(id, value) stub.dialog().widgets[id].value = value end
function stub.text(id) return stub.dialog().widgets[id].options.text end
function stub.press(id) stub.dialog().widgets[id].options.onclick() end

-- WebSocket. The test host connects, and calls stub.receive with what arrives.
local socketMethods = {}
local socketClass = class("WebSocket", { url = true }, socketMethods)

function WebSocket(options)
  assert(options.deflate == false, "compression is a waste on the same machine")
  if stub.deniesConnections then error("the script doesn't have access to create a WebSocket") end
  local socket = setmetatable({ _url = options.url, onreceive = options.onreceive, id = #stub.sockets + 1 }, socketClass)
  stub.sockets[socket.id] = socket
  return socket
end

function socketMethods:connect() host_connect(self.id, self.url) end
function socketMethods:sendText(...) host_send(self.id, table.concat({ ... })) end
function socketMethods:close() host_close(self.id) end
function stub.receive(id, kind, data) stub.sockets[id].onreceive(WebSocketMessageType[kind], data) end

-- JSON. As in Aseprite, properties are written in alphabetical order, and all numbers are read as floats.
json = { decode = host_decode }

local function encode(value)
  if type(value) == "string" then return '"' .. value:gsub('[\\"]', "\\%0") .. '"' end
  if type(value) ~= "table" then
    assert(math.type(value) ~= "float" or math.tointeger(value), "the extension sends whole numbers only")
    return type(value) == "number" and string.format("%d", value) or tostring(value)
  end
  local parts, names = {}, {}
  if #value > 0 then
    for _, item in ipairs(value) do parts[#parts + 1] = encode(item) end
    return "[" .. table.concat(parts, ", ") .. "]"
  end
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do parts[#parts + 1] = encode(name) .. ": " .. encode(value[name]) end
  return "{" .. table.concat(parts, ", ") .. "}"
end

json.encode = encode

-- The plugin.
local pluginMethods = {}
local pluginClass = class("Plugin", { path = true, preferences = true, name = true }, pluginMethods)
function pluginMethods:newCommand(command) stub.commands[command.id] = command end
function stub.install(path)
  stub.plugin = setmetatable({ _path = path, _preferences = {}, _name = "pixelgpt" }, pluginClass)
  dofile(path .. "/main.lua")
  init(stub.plugin)
end
