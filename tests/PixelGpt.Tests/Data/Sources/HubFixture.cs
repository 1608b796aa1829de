using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>A small data set on a local hub server: 4×4 sprites, 250 of them in train; test rows contain only the first 8 pixels.</summary>
public abstract class HubFixture : IAsyncLifetime
{
    internal const string Sprites = "owner/sprites";
    internal const string Colors = "owner/colors";

    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(61);

    internal TemporaryFolder Home { get; } = new();

    internal InstantClock Clock { get; } = new(Timeout);

    internal HubServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await HubServer.StartAsync();
        Server.Add(Colors, "color", ("train", [[255, 255, 255], [0, 0, 0], [255, 0, 0]]));
        Server.Add(Sprites, "pixel_color", ("train", Rows(250, 16)), ("dev", Rows(3, 16)), ("test", Rows(2, 8)));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Home.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static int[][] Rows(int count, int pixels) =>
        [.. Enumerable.Range(0, count).Select(row => Enumerable.Range(0, pixels).Select(p => ((row * 7) + p) % 3).ToArray())];

    internal HubOptions Hub(string? token = null, bool offline = false, int maxBytes = 1 << 20, Uri? endpoint = null) => new()
    {
        Endpoint = endpoint ?? Server.Endpoint,
        FileEndpoint = endpoint ?? Server.Endpoint,
        Home = Home.Path,
        Token = token,
        Offline = offline,
        TimeProvider = Clock,
        RequestTimeout = Timeout,
        MaxResponseBytes = maxBytes,
    };

    internal Task<SpriteDataset> LoadAsync(HubOptions? hub = null, IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new HubSource($"hub:{Sprites}", new SourceOptions { Colormap = $"hub:{Colors}" }, hub ?? Hub()).LoadAsync(progress, cancellationToken);

    internal string Cached(string name) => Directory.GetFiles(Home.Path, name, SearchOption.AllDirectories).Single();

    internal sealed class CallbackProgress(Action<SourceProgress> report) : IProgress<SourceProgress>
    {
        public void Report(SourceProgress value) => report(value);
    }
}
