using System.Text.Json.Nodes;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.OpenApi;

/// <summary>A studio with an empty models folder, and its OpenAPI document.</summary>
public sealed class DescribedStudio : IAsyncLifetime
{
    /// <summary>The address in the checked-in document: that of a studio with default settings.</summary>
    private const string DefaultAddress = "http://127.0.0.1:5050";

    private readonly TemporaryFolder _folder = new();
    private StudioServer? _server;

    /// <summary>The checked-in document.</summary>
    public static string File => Path.Combine(Checkout.Root, "docs", "openapi.json");

    public HttpClient Client { get; } = new();

    /// <summary>The served document, with the default address.</summary>
    public string Text { get; private set; } = "";

    public JsonObject Document => JsonNode.Parse(Text)!.AsObject();

    /// <summary>All operations as <c>(method, path, description)</c>.</summary>
    public IEnumerable<(string Method, string Path, JsonObject Operation)> Operations =>
        Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(o => (o.Key, path.Key, o.Value!.AsObject())));

    public async ValueTask InitializeAsync()
    {
        _server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = _folder["none"], Threads = 1 });
        Client.BaseAddress = _server.Address;
        string served = await Client.GetStringAsync("/openapi/v1.json");
        Text = served.ReplaceLineEndings("\n").Replace(_server.Address.ToString().TrimEnd('/'), DefaultAddress, StringComparison.Ordinal).TrimEnd() + "\n";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Client.Dispose();
        _folder.Dispose();
    }
}
