using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using KeraLua;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Editor;

/// <summary>
/// Runs the Aseprite extension in a Lua 5.4 interpreter, with <c>aseprite.lua</c> in place of Aseprite. The stand-in's WebSocket
/// connects to a real studio. Aseprite runs all callbacks in its user interface thread; here it is the thread of the test.
/// </summary>
internal sealed class AsepriteHost : IDisposable
{
    private readonly Lua _lua = new() { Encoding = Encoding.UTF8 };
    private readonly Channel<(long Socket, string Kind, byte[] Data)> _received = Channel.CreateUnbounded<(long, string, byte[])>();
    private readonly Dictionary<long, ClientWebSocket> _sockets = [];
    private readonly List<LuaFunction> _functions = [];

    /// <summary>Starts Aseprite with the extension.</summary>
    public AsepriteHost()
    {
        Register("host_connect", Connect);
        Register("host_send", () => _sockets[_lua.ToInteger(1)].SendAsync(_lua.ToBuffer(2), WebSocketMessageType.Text, true, CancellationToken.None).Wait());
        Register("host_close", () => Close(_sockets[_lua.ToInteger(1)]));
        Register("host_decode", () => Push(JsonNode.Parse(_lua.ToString(1))));
        Run(File.ReadAllText(Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Studio", "Editor", "aseprite.lua")));
        Run($"stub.install('{ExtensionFolder}')");
    }

    /// <summary>The folder of the extension.</summary>
    public static string ExtensionFolder { get; } = Path.Combine(Checkout.Root, "extensions", "aseprite");

    /// <summary>The messages of all alerts.</summary>
    public string Alerts => Get("table.concat(stub.alerts, '\\n')");

    /// <summary>Runs Lua code; an error of it fails the test.</summary>
    public void Run(string code)
    {
        if (_lua.LoadString(code) != LuaStatus.OK || _lua.PCall(0, 0, 0) != LuaStatus.OK) Assert.Fail(_lua.ToString(-1));
    }

    /// <summary>Returns the value of a Lua expression as text.</summary>
    public string Get(string expression)
    {
        Run($"result = tostring({expression})");
        _lua.GetGlobal("result");
        string value = _lua.ToString(-1);
        _lua.Pop(1);
        return value;
    }

    /// <summary>Returns the value of a Lua expression that is a whole number.</summary>
    public int GetInteger(string expression) => (int)double.Parse(Get(expression));

    /// <summary>Opens the dialog, and sets its address.</summary>
    public void OpenDialog(Uri studio)
    {
        Run("stub.commands.PixelGpt.onclick()");
        Run($"stub.set('address', '{studio}') stub.set('count', 2)");
    }

    /// <summary>Presses Draw, and waits until the drawing ends.</summary>
    public void Draw()
    {
        Run("stub.press('draw')");
        PumpUntil("stub.text('draw') == 'Draw'");
    }

    /// <summary>Delivers WebSocket events until a Lua expression is true.</summary>
    public void PumpUntil(string expression)
    {
        while (Get(expression) != "true")
        {
            if (Get("#stub.alerts > 0 and stub.text('draw') == 'Draw'") == "true") Assert.Fail(Alerts);
            using var limit = new CancellationTokenSource(HangGuard.Limit);
            (long socket, string kind, byte[] data) = _received.Reader.ReadAsync(limit.Token).AsTask().GetAwaiter().GetResult();
            _lua.GetGlobal("stub");
            _lua.GetField(-1, "receive");
            _lua.PushInteger(socket);
            _lua.PushString(kind);
            _lua.PushBuffer(data);
            if (_lua.PCall(3, 0, 0) != LuaStatus.OK) Assert.Fail(_lua.ToString(-1));
            _lua.Pop(1);
        }
    }

    /// <summary>Returns the error of a script that is no valid Lua; null if it is valid.</summary>
    public static string? SyntaxError(string path)
    {
        using var lua = new Lua();
        return lua.LoadFile(path) == LuaStatus.OK ? null : lua.ToString(-1);
    }

    public void Dispose()
    {
        foreach (ClientWebSocket socket in _sockets.Values) socket.Dispose();
        _lua.Dispose();
    }

    /// <summary>Registers a function that returns nothing, or the value that it pushes.</summary>
    private void Register(string name, Action function)
    {
        int Call(IntPtr state)
        {
            int top = _lua.GetTop();
            function();
            return _lua.GetTop() - top;
        }

        _functions.Add(Call);
        _lua.Register(name, _functions[^1]);
    }

    private void Connect()
    {
        long id = _lua.ToInteger(1);
        var url = new Uri(_lua.ToString(2));
        var socket = new ClientWebSocket();

        // The WebSocket client of Aseprite sends the address of the server as origin.
        socket.Options.SetRequestHeader("Origin", $"{url.Scheme}://{url.Authority}");
        _sockets[id] = socket;
        _ = ReceiveAsync(id, socket, url);
    }

    private static void Close(ClientWebSocket socket)
    {
        if (socket.State == WebSocketState.Open) socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Wait();
        else socket.Abort();
    }

    private async Task ReceiveAsync(long id, ClientWebSocket socket, Uri url)
    {
        try
        {
            await socket.ConnectAsync(url, CancellationToken.None);
            Report("OPEN", []);
            byte[] buffer = new byte[1 << 16];
            while (true)
            {
                using var message = new MemoryStream();
                WebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) break;
                Report("TEXT", message.ToArray());
            }

            Report("CLOSE", []);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            Report("ERROR", []);
        }

        void Report(string kind, byte[] data) => _received.Writer.TryWrite((id, kind, data));
    }

    private void Push(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject properties:
                _lua.NewTable();
                foreach ((string name, JsonNode? value) in properties)
                {
                    Push(value);
                    _lua.SetField(-2, name);
                }

                break;
            case JsonArray items:
                _lua.NewTable();
                for (int i = 0; i < items.Count; i++)
                {
                    Push(items[i]);
                    _lua.RawSetInteger(-2, i + 1);
                }

                break;
            case JsonValue value when value.TryGetValue(out string? text):
                _lua.PushString(text);
                break;
            case JsonValue value when value.TryGetValue(out bool flag):
                _lua.PushBoolean(flag);
                break;
            case JsonValue value:
                _lua.PushNumber(value.GetValue<double>());
                break;
            default:
                _lua.PushNil();
                break;
        }
    }
}
