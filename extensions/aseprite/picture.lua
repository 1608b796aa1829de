-- Reads the picture of a sprite: all visible layers of a frame, and the selection as mask.

local picture = {}

local base64, area, visible

function picture.use(base64Module, areaModule, visibleModule)
  base64, area, visible = base64Module, areaModule, visibleModule
  return picture
end

-- Returns the bounds of the selection inside the canvas; nil if nothing is selected.
local function selectionBounds(sprite)
  local bounds = sprite.selection.bounds
  local left, top = math.max(0, bounds.x), math.max(0, bounds.y)
  local right, bottom = math.min(sprite.width, bounds.x + bounds.width), math.min(sprite.height, bounds.y + bounds.height)
  if right <= left or bottom <= top then return nil end
  return { x = left, y = top, width = right - left, height = bottom - top }
end

-- Returns the pixels of an RGB image: four bytes each, without the padding at the end of rows.
local function bytesOf(image)
  local bytes, stride, length = image.bytes, image.rowStride, 4 * image.width
  if stride == length then return bytes end
  local rows = {}
  for y = 0, image.height - 1 do rows[#rows + 1] = bytes:sub(y * stride + 1, y * stride + length) end
  return table.concat(rows)
end

-- Returns one byte per pixel: 1 for pixels to draw.
local function selectionMask(selection, part)
  local mask = {}
  for y = part.y, part.y + part.height - 1 do
    for x = part.x, part.x + part.width - 1 do mask[#mask + 1] = selection:contains(Point(x, y)) and "\1" or "\0" end
  end
  return table.concat(mask)
end

local function transparencyMask(bytes)
  local mask = {}
  for alpha in bytes:gmatch("...(.)") do mask[#mask + 1] = alpha:byte() < 128 and "\1" or "\0" end
  return table.concat(mask)
end

-- Returns the picture: its part of the canvas, its pixels and mask as bytes, and the fields of a draw message.
-- If it cannot be drawn, returns nil and a message.
function picture.read(sprite, frameNumber, limits)
  local selected = selectionBounds(sprite)
  local part, problem = area.find(sprite.width, sprite.height, selected, limits)
  if not part then return nil, problem end
  local bytes = bytesOf(visible.render(sprite, frameNumber, part))
  local mask = selected and selectionMask(sprite.selection, part) or transparencyMask(bytes)
  return {
    area = part,
    bytes = bytes,
    mask = mask,
    message = {
      width = part.width,
      height = part.height,
      pixels = base64.encode(bytes),
      mask = selected and base64.encode(mask) or nil,
    },
  }
end

-- Returns the colours of the palette as #rrggbb.
function picture.palette(sprite)
  local palette, colors = sprite.palettes[1], {}
  for i = 0, #palette - 1 do
    local color = palette:getColor(i)
    local isTransparent = sprite.colorMode == ColorMode.INDEXED and i == sprite.transparentColor or color.alpha < 128
    if not isTransparent then colors[#colors + 1] = string.format("#%02x%02x%02x", color.red, color.green, color.blue) end
  end
  return colors
end

function picture.decode(text) return base64.decode(text) end

return picture
