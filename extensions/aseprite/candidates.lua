-- Puts candidates into a sprite, as one step of the undo history.

local candidates = {}

local colors, visible

function candidates.use(colorsModule, visibleModule)
  colors, visible = colorsModule, visibleModule
  return candidates
end

-- Draws the opaque pixels of a picture into an image.
-- bytes: four bytes per pixel. mask: one byte per pixel, 1 for pixels to copy; nil for all.
local function drawPixels(image, toPixel, part, bytes, mask)
  for i = 0, part.width * part.height - 1 do
    local red, green, blue, alpha = bytes:byte(4 * i + 1, 4 * i + 4)
    if alpha >= 128 and (not mask or mask:byte(i + 1) == 1) then
      image:drawPixel(part.x + i % part.width, part.y + i // part.width, toPixel(red, green, blue))
    end
  end
end

-- Adds a group of layers with the drawn pixels only. The best candidate is on top, and only it is visible; earlier groups are hidden.
local function insertLayers(sprite, frameNumber, picture, drawn)
  local toPixel, area = colors.converter(sprite), picture.area
  visible.hideCandidates(sprite)
  local group = sprite:newGroup()
  group.name = visible.groupName
  for i = #drawn, 1, -1 do
    local layer = sprite:newLayer()
    layer.name = string.format("PixelGpt %d", i)
    layer.parent = group
    layer.isVisible = i == 1
    local image = colors.newImage(sprite, area.width, area.height)
    drawPixels(image, toPixel, { x = 0, y = 0, width = area.width, height = area.height }, drawn[i], picture.mask)
    sprite:newCel(layer, frameNumber, image, Point(area.x, area.y))
  end
end

-- Returns the visible pixels of a frame outside of an area, in the colour mode of the sprite.
local function surroundings(sprite, frameNumber, toPixel, area)
  local picture = visible.render(sprite, frameNumber, { x = 0, y = 0, width = sprite.width, height = sprite.height })
  local image = colors.newImage(sprite, sprite.width, sprite.height)
  for y = 0, sprite.height - 1 do
    for x = 0, sprite.width - 1 do
      local isInside = x >= area.x and y >= area.y and x < area.x + area.width and y < area.y + area.height
      local pixel = picture:getPixel(x, y)
      if not isInside and app.pixelColor.rgbaA(pixel) >= 128 then
        image:drawPixel(x, y, toPixel(app.pixelColor.rgbaR(pixel), app.pixelColor.rgbaG(pixel), app.pixelColor.rgbaB(pixel)))
      end
    end
  end
  return image
end

-- Adds frames after the current one with the whole pictures, in a layer of their own.
local function insertFrames(sprite, frameNumber, picture, drawn)
  local toPixel = colors.converter(sprite)
  local around = surroundings(sprite, frameNumber, toPixel, picture.area)
  local layer = sprite:newLayer()
  layer.name = "PixelGpt"
  for i = 1, #drawn do
    local image = around:clone()
    drawPixels(image, toPixel, picture.area, drawn[i])
    sprite:newEmptyFrame(frameNumber + i)
    sprite:newCel(layer, frameNumber + i, image, Point(0, 0))
  end
end

-- Returns whether a sprite is still open.
function candidates.isOpen(sprite)
  for _, open in ipairs(app.sprites) do
    if open == sprite then return true end
  end
  return false
end

-- Puts candidates into a sprite.
-- picture: the picture that was sent, see picture.lua. drawn: the pixels of the candidates as bytes, best first.
function candidates.insert(sprite, frameNumber, picture, drawn, asFrames)
  app.transaction("PixelGpt", function()
    local insert = asFrames and insertFrames or insertLayers
    insert(sprite, frameNumber, picture, drawn)
  end)
  app.refresh()
end

-- Returns whether a candidate has no colour at pixels that the sprite has painted. Layers below a new layer are visible there.
function candidates.erases(picture, drawn)
  for i = 1, #picture.mask do
    if picture.mask:byte(i) == 1 and picture.bytes:byte(4 * i) >= 128 and drawn:byte(4 * i) < 128 then return true end
  end
  return false
end

return candidates
