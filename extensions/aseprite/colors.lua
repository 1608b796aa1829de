-- Converts colours to pixel values of a sprite's colour mode.

local colors = {}

-- Returns the index of the most similar colour of the palette that is not the transparent one.
local function nearestIndex(sprite, red, green, blue)
  local palette, best, bestDistance = sprite.palettes[1], 0, math.huge
  for i = 0, #palette - 1 do
    if i ~= sprite.transparentColor then
      local color = palette:getColor(i)
      local distance = (color.red - red) ^ 2 + (color.green - green) ^ 2 + (color.blue - blue) ^ 2
      if distance < bestDistance then best, bestDistance = i, distance end
    end
  end
  return best
end

-- Returns a function (red, green, blue) that returns the pixel value of an opaque colour.
function colors.converter(sprite)
  if sprite.colorMode == ColorMode.RGB then
    return function(red, green, blue) return app.pixelColor.rgba(red, green, blue, 255) end
  elseif sprite.colorMode == ColorMode.GRAY then
    return function(red, green, blue) return app.pixelColor.graya((299 * red + 587 * green + 114 * blue + 500) // 1000, 255) end
  end
  local known = {}
  return function(red, green, blue)
    local key = red << 16 | green << 8 | blue
    known[key] = known[key] or nearestIndex(sprite, red, green, blue)
    return known[key]
  end
end

-- Returns a transparent image in the colour mode of a sprite.
function colors.newImage(sprite, width, height)
  local image = Image(width, height, sprite.colorMode)
  if sprite.colorMode == ColorMode.INDEXED then image:clear(sprite.transparentColor) end
  return image
end

return colors
