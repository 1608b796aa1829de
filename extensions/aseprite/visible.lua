-- Renders what is visible of a sprite. Groups of candidates are left out, so that drawing again gives candidates of the same picture.

local visible = {}

-- The name of the groups with candidates. A layer that is moved out of its group is a part of the picture.
visible.groupName = "PixelGpt"

-- Hides the groups of candidates, and returns the ones that were visible. Visibility is not a part of the undo history.
function visible.hideCandidates(sprite)
  local hidden = {}
  for _, layer in ipairs(sprite.layers) do
    if layer.isGroup and layer.name == visible.groupName and layer.isVisible then
      layer.isVisible = false
      hidden[#hidden + 1] = layer
    end
  end
  return hidden
end

-- Returns an RGB image of a part of a frame.
function visible.render(sprite, frameNumber, part)
  local image, hidden = Image(part.width, part.height, ColorMode.RGB), visible.hideCandidates(sprite)
  local isDrawn, problem = pcall(function() image:drawSprite(sprite, frameNumber, Point(-part.x, -part.y)) end)
  for _, layer in ipairs(hidden) do layer.isVisible = true end
  if not isDrawn then error(problem) end
  return image
end

return visible
