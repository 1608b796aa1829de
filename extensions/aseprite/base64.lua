-- Encodes and decodes byte strings as base64 (RFC 4648).

local base64 = {}

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local digits, values = {}, {}
for i = 1, 64 do
  digits[i - 1] = alphabet:sub(i, i)
  values[alphabet:byte(i)] = i - 1
end

function base64.encode(bytes)
  local text = {}
  for i = 1, #bytes, 3 do
    local a, b, c = bytes:byte(i, i + 2)
    local bits = a << 16 | (b or 0) << 8 | (c or 0)
    text[#text + 1] = digits[bits >> 18] .. digits[bits >> 12 & 63] .. (b and digits[bits >> 6 & 63] or "=") .. (c and digits[bits & 63] or "=")
  end
  return table.concat(text)
end

function base64.decode(text)
  local bytes = {}
  for i = 1, #text, 4 do
    local a, b, c, d = text:byte(i, i + 3)
    local bits = values[a] << 18 | values[b] << 12 | (values[c] or 0) << 6 | (values[d] or 0)
    local part = string.char(bits >> 16, bits >> 8 & 255, bits & 255)
    bytes[#bytes + 1] = part:sub(1, not values[c] and 1 or not values[d] and 2 or 3)
  end
  return table.concat(bytes)
end

return base64
