-- Shows messages. Aseprite does not break long lines of an alert, so this module does.

local messages = {}

local lineLength = 60

-- Splits a text into lines at spaces.
function messages.wrap(text)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    if #line > 0 and #line + 1 + #word > lineLength then
      lines[#lines + 1], line = line, word
    else
      line = #line > 0 and line .. " " .. word or word
    end
  end
  lines[#lines + 1] = line
  return lines
end

-- Turns a message of the studio, which starts with a small letter, into a sentence.
function messages.sentence(text)
  local sentence = text:sub(1, 1):upper() .. text:sub(2)
  return sentence:match("[.!?]$") and sentence or sentence .. "."
end

function messages.alert(text)
  app.alert{ title = "PixelGpt", text = messages.wrap(text), buttons = "OK" }
end

return messages
