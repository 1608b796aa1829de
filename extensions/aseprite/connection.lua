-- The connection to the studio: messages are tables, sent as JSON over a WebSocket.

local connection = {}

-- Connects to the studio.
-- on.open(): the connection can be used. on.message(table): a message. on.lost(): the connection failed or was closed by the studio.
function connection.open(url, on)
  local self = { isOver = false }

  local socket = WebSocket{
    url = url,
    deflate = false,
    onreceive = function(kind, data)
      if self.isOver then return end
      if kind == WebSocketMessageType.OPEN then
        on.open()
      elseif kind == WebSocketMessageType.TEXT then
        on.message(json.decode(data))
      elseif kind == WebSocketMessageType.CLOSE or kind == WebSocketMessageType.ERROR then
        -- Without closing, Aseprite would try to connect again and again.
        self.close()
        on.lost()
      end
    end,
  }

  function self.send(message) socket:sendText(json.encode(message)) end

  function self.close()
    if self.isOver then return end
    self.isOver = true
    socket:close()
  end

  socket:connect()
  return self
end

return connection
