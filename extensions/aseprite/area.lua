-- Finds the part of a sprite that is sent to the studio.

local area = {}

-- Returns the start and the length of one side of the part: as long as possible, with the pixels to draw in its middle.
local function span(first, length, max, side)
  if side <= max then return 0, side end
  local start = first + length // 2 - max // 2
  return math.max(0, math.min(start, side - max)), max
end

-- Returns the part of a sprite; nil and a message if the pixels to draw do not fit the model.
-- selected: the bounds of the selection inside the sprite; nil for none.
-- limits: the greatest width and height that the model draws at a time.
function area.find(width, height, selected, limits)
  if width <= limits.width and height <= limits.height then return { x = 0, y = 0, width = width, height = height } end
  local most = string.format("the model draws at most %d×%d at a time", limits.width, limits.height)
  if not selected then
    return nil, string.format("The sprite is %d×%d pixels, and %s. Select the part to draw, and try again.", width, height, most)
  end
  if selected.width > limits.width or selected.height > limits.height then
    return nil, string.format("The selection is %d×%d pixels, and %s. Select a smaller part, and try again.", selected.width, selected.height, most)
  end
  local x, areaWidth = span(selected.x, selected.width, limits.width, width)
  local y, areaHeight = span(selected.y, selected.height, limits.height, height)
  return { x = x, y = y, width = areaWidth, height = areaHeight }
end

return area
