using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Evaluation.Features.Weights;
using PixelGpt.IO.Web;
using PixelGpt.Numerics;
using PixelGpt.Tests.Data.Sources;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Weights;

/// <summary>Downloads of weights from a local server.</summary>
public sealed class WeightsStoreTests : IAsyncLifetime
{
    private static readonly byte[] Weights = MakeWeights(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(61);

    private readonly TemporaryFolder _folder = new();
    private readonly InstantClock _clock = new(Idle);
    private FileServer _server = null!;

    private DownloadedNetwork Network { get; set; } = null!;

    private WeightsStore Store => new(_folder["weights"]) { Download = new DownloadOptions { TimeProvider = _clock, IdleTimeout = Idle, MaxBytes = 1 << 20 } };

    private string Target => Path.Combine(_folder["weights"], Network.WeightsFile);

    public async ValueTask InitializeAsync()
    {
        _server = await FileServer.StartAsync();
        _server.Content = Weights;
        Network = new DownloadedNetwork("tiny", $"tiny-2020-{Convert.ToHexStringLower(SHA256.HashData(Weights))[..8]}.pth", InceptionVariant.Torchvision, _server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Official_addresses_and_checksums_are_unchanged()
    {
        Assert.Equal("https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth", DownloadedNetwork.Torchvision.Address.ToString());
        Assert.Equal("https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth", DownloadedNetwork.PytorchFid.Address.ToString());
        Assert.Equal(["0cc3c7bd", "6726825d"], DownloadedNetwork.All.Select(n => n.Sha256Prefix));
    }

    [Fact]
    public void The_folder_of_PyTorch_depends_on_its_variables()
    {
        static string Of(params (string Name, string Value)[] variables) => TorchHub.Checkpoints(name => variables.FirstOrDefault(v => v.Name == name).Value, "/home/me");
        Assert.Equal(Path.Combine("/home/me", ".cache", "torch", "hub", "checkpoints"), Of());
        Assert.Equal(Path.Combine("/caches", "torch", "hub", "checkpoints"), Of(("XDG_CACHE_HOME", "/caches")));
        Assert.Equal(Path.Combine("/torch", "hub", "checkpoints"), Of(("XDG_CACHE_HOME", "/caches"), ("TORCH_HOME", "/torch")));
        Assert.Equal(Path.Combine("/home/me", ".cache", "torch", "hub", "checkpoints"), Of(("TORCH_HOME", "")));
    }

    [Fact]
    public async Task Files_that_PyTorch_has_downloaded_are_found()
    {
        string hub = TorchHub.Checkpoints(_ => null, _folder["home"]), file = Path.Combine(hub, Network.WeightsFile);
        Directory.CreateDirectory(hub);
        var store = new WeightsStore(_folder["weights"], hub);
        Assert.Null(store.Locate(Network));
        File.WriteAllBytes(file, Weights);
        Assert.Equal(file, store.Find(Network));
        Assert.False(await store.PullAsync(Network));
        Assert.Empty(_server.Requests);

        // A damaged file is not used, and a download of the store's own replaces it.
        File.WriteAllText(file, "other");
        Assert.StartsWith($"{file}: its SHA-256 begins with ", Assert.Throws<InputException>(() => store.Find(Network)).Message, StringComparison.Ordinal);
        Assert.True(await store.PullAsync(Network));
        Assert.Equal(Target, store.Find(Network));
        Assert.Equal("other", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_file_is_downloaded_only_once()
    {
        var seen = new List<DownloadProgress>();
        Assert.True(await Store.PullAsync(Network, progress: new ImmediateProgress(seen.Add)));
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder["weights"]));
        Assert.Equal((0, Weights.Length, 0), (seen[0].Done, seen[0].Total, seen[0].Resumed));
        Assert.Equal(Weights.Length, seen[^1].Done);
        Assert.False(await Store.PullAsync(Network));
        Assert.Equal($"/{Network.WeightsFile}", Assert.Single(_server.Requests).Path);
        Assert.Equal(Target, Store.Find(Network));
    }

    [Fact]
    public async Task A_download_is_resumed_after_a_cut_connection()
    {
        foreach (int cut in (int[])[100_000, 1, 50_000]) _server.Cuts.Enqueue(cut);
        var seen = new List<DownloadProgress>();
        await Store.PullAsync(Network, progress: new ImmediateProgress(seen.Add));
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal(4, _server.Requests.Count);
        Assert.Null(_server.Requests[0].Range);
        Assert.All(_server.Requests.Skip(1), request => Assert.Equal("\"one\"", request.IfRange));
        Assert.Equal(3, seen.Count(s => s.Problem is not null));
        Assert.Equal(3, _clock.Waits.Count);
    }

    [Fact]
    public async Task A_cancelled_download_is_resumed_by_the_next_call()
    {
        using var stop = new CancellationTokenSource();
        var half = new ImmediateProgress(now =>
        {
            if (now.Problem is not null) stop.Cancel();
        });
        _server.Cuts.Enqueue(120_000);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PullAsync(Network, progress: half, cancellationToken: stop.Token));
        Assert.False(File.Exists(Target));
        long left = new FileInfo(Target + ".part").Length;
        Assert.InRange(left, 1, 120_000);
        var seen = new List<DownloadProgress>();
        await Store.PullAsync(Network, progress: new ImmediateProgress(seen.Add));
        Assert.Equal(($"bytes={left}-", left), (_server.Requests[^1].Range, seen[0].Resumed));
        Assert.Equal(Weights, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_download_restarts_if_the_server_does_not_support_ranges()
    {
        _server.SupportsRanges = false;
        _server.Cuts.Enqueue(100_000);
        await Store.PullAsync(Network);
        Assert.Equal(2, _server.Requests.Count);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_download_restarts_if_the_file_has_changed()
    {
        _server.Content = MakeWeights(2);
        _server.Cuts.Enqueue(100_000);
        await Store.PullAsync(Network, progress: new ImmediateProgress(now =>
        {
            if (now.Problem is not null) (_server.Content, _server.ETag) = (Weights, "\"two\"");
        }));
        Assert.Equal("\"one\"", _server.Requests[1].IfRange);
        Assert.Equal(Weights, File.ReadAllBytes(Target));

        // A partial file that is longer than the server's file: the requested range does not exist.
        File.Move(Target, Target + ".part");
        File.AppendAllText(Target + ".part", "more");
        await Store.PullAsync(Network);
        Assert.Equal(Weights, File.ReadAllBytes(Target));

        // A partial file with wrong contents is detected by the checksum and downloaded again.
        File.Delete(Target);
        File.WriteAllBytes(Target + ".part", new byte[1000]);
        await Store.PullAsync(Network);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder["weights"]));
    }

    [Fact]
    public async Task A_complete_partial_file_is_used()
    {
        Directory.CreateDirectory(_folder["weights"]);
        File.WriteAllBytes(Target + ".part", Weights);
        await Store.PullAsync(Network);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_file_with_a_wrong_checksum_is_deleted()
    {
        _server.Content = MakeWeights(2);
        string message = await FailsAsync();
        Assert.Contains($"expected {Network.Sha256Prefix}; the download was deleted", message);
        Assert.Empty(Directory.GetFiles(_folder["weights"]));
    }

    [Fact]
    public async Task A_damaged_file_is_reported_and_downloaded_again()
    {
        await Store.PullAsync(Network);
        File.WriteAllBytes(Target, Weights[..^1]);
        Assert.Contains("run 'pixelgpt weights pull tiny' to download it again", Assert.Throws<InputException>(() => Store.Find(Network)).Message);
        Assert.True(await Store.PullAsync(Network));
        Assert.Equal(Weights, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_failed_download_is_reported_with_manual_steps()
    {
        _server.Fault = context =>
        {
            context.Response.StatusCode = 404;
            return true;
        };
        string message = await FailsAsync();
        Assert.Contains("HTTP 404 Not Found", message);
        Assert.Contains($"download {Network.Address} on another machine and run 'pixelgpt weights import FILE', which copies it to {Target}", message);
        Assert.DoesNotContain('\n', message);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_requested_delay()
    {
        int left = 2;
        _server.Fault = context =>
        {
            if (--left < 0) return false;
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "77");
            return true;
        };
        await Store.PullAsync(Network);
        Assert.Equal([77, 77], _clock.Waits.Select(w => w.TotalSeconds));
        _server.Fault = context => (context.Response.StatusCode = 503) > 0;
        File.Delete(Target);
        Assert.Contains("sent no data in 6 attempts; last error: HTTP 503", await FailsAsync());
    }

    [Fact]
    public async Task An_unreachable_server_is_reported_at_once()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var nowhere = new Uri($"http://{closed.LocalEndpoint}/");
        closed.Stop();
        Network = Network with { Folder = nowhere };
        string message = await FailsAsync();
        Assert.Contains("cannot be reached", message);
        Assert.Contains(Target, message);
        Assert.Empty(_clock.Waits);
    }

    [Theory]
    [InlineData("http://example.org/w.pth")]
    [InlineData("ftp://127.0.0.1/w.pth")]
    [InlineData("file:///etc/passwd")]
    public async Task Other_machines_need_https(string address) =>
        Assert.Contains("must be https://", (await Assert.ThrowsAsync<InputException>(() => Store.PullAsync(Network, new Uri(address)))).Message);

    [Theory]
    [InlineData("http://example.org/w.pth")]
    [InlineData("ftp://127.0.0.1/w.pth")]
    public async Task Redirects_to_insecure_addresses_are_not_followed(string address)
    {
        _server.Fault = context =>
        {
            context.Response.Redirect(address);
            return true;
        };
        Assert.Contains("which is not followed", await FailsAsync());
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Redirects_and_mirrors_work()
    {
        _server.Fault = context =>
        {
            if (context.Request.Path != "/mirror") return false;
            context.Response.Redirect("/elsewhere");
            return true;
        };
        await Store.PullAsync(Network, new Uri(_server.Address, "mirror"));
        Assert.Equal(["/mirror", "/elsewhere"], _server.Requests.Select(r => r.Path));
        Assert.Equal(Weights, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_file_over_the_size_limit_is_rejected()
    {
        _server.Content = new byte[(1 << 20) + 1];
        Assert.Contains("the file of 1048577 bytes exceeds the limit of 1048576 bytes", await FailsAsync());
    }

    [Fact]
    public void An_imported_file_is_identified_by_its_checksum()
    {
        File.WriteAllBytes(_folder["download (1)"], Weights);
        DownloadedNetwork[] networks = [DownloadedNetwork.Torchvision, Network];
        Assert.Equal(Network, Store.Import(_folder["download (1)"], networks));
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal(Network, Store.Import(Target, networks));
        File.WriteAllBytes(_folder["download (2)"], Weights[1..]);
        string message = Assert.Throws<InputException>(() => Store.Import(_folder["download (2)"], networks)).Message;
        Assert.Contains($"matches no known weights (torchvision 0cc3c7bd, tiny {Network.Sha256Prefix})", message);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => Store.Import(_folder["none"], networks)).Message);
    }

    [Fact]
    public async Task Invalid_weights_are_rejected()
    {
        await Store.PullAsync(Network);
        Assert.Contains("not a file written by torch.save", Assert.Throws<InputException>(() => FeatureExtractors.Load(Network, Store)).Message);
        Assert.Contains("pixelgpt weights pull torchvision", Assert.Throws<InputException>(() => FeatureExtractors.Load(DownloadedNetwork.Torchvision, Store)).Message);
    }

    private static byte[] MakeWeights(ulong seed)
    {
        var random = new PhiloxRandom(seed);
        byte[] bytes = new byte[300_001];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.NextInt32(256);
        return bytes;
    }

    private async Task<string> FailsAsync()
    {
        string message = (await Assert.ThrowsAsync<FailureException>(() => Store.PullAsync(Network))).Message;
        Assert.False(File.Exists(Target));
        return message;
    }

    private sealed class ImmediateProgress(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
