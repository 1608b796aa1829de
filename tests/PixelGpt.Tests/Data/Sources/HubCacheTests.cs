using System.Security.Cryptography;
using PixelGpt.Data;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>Tests which responses are cached and that damaged cache files are not used.</summary>
public sealed class HubCacheTests : HubFixture
{
    [Fact]
    public async Task A_complete_cache_needs_no_network()
    {
        string first = (await LoadAsync()).Checksum();
        Server.ClearRequests();

        Assert.Equal(first, (await LoadAsync()).Checksum());
        Assert.Empty(Server.Requests);
        await Server.DisposeAsync();
        Assert.Equal(first, (await LoadAsync(Hub(offline: true))).Checksum());
    }

    [Fact]
    public async Task Pages_are_cached_unchanged_with_checksums_in_sha256sum_format()
    {
        Server.Revision = _ => "abc123";
        await LoadAsync();

        string page = Cached("rows+default+train+00000100.json");
        Assert.StartsWith(Path.Combine(Home.Path, "pixelgpt"), page, StringComparison.Ordinal);
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(page)));
        Assert.Equal(["# revision abc123", $"{hash}  rows+default+train+00000100.json"], File.ReadAllLines($"{page}.sha256"));
    }

    [Fact]
    public async Task An_interrupted_load_resumes()
    {
        Server.Fail(r => r.IsPage("train", 200), 503, times: int.MaxValue);
        await Assert.ThrowsAsync<FailureException>(() => LoadAsync());
        Server.Fault = null;
        Server.ClearRequests();

        SpriteDataset data = await LoadAsync();

        Assert.Equal(250, data["train"].Count);
        Assert.Equal(["train 200", "dev 0", "test 0"], Server.Requests.Select(r => $"{r["split"]} {r["offset"]}"));
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("no sum")]
    [InlineData("empty sum")]
    [InlineData("gone")]
    public async Task Only_the_damaged_page_is_requested_again(string damage)
    {
        string whole = (await LoadAsync()).Checksum();
        Server.ClearRequests();
        string page = Cached("rows+default+train+00000100.json");
        byte[] bytes = File.ReadAllBytes(page);
        switch (damage)
        {
            case "changed":
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(page, bytes);
                break;
            case "cut":
                File.WriteAllBytes(page, bytes[..100]);
                break;
            case "longer":
                File.WriteAllBytes(page, new byte[(1 << 20) + 1]);
                break;
            case "no sum":
                File.Delete($"{page}.sha256");
                break;
            case "empty sum":
                File.WriteAllText($"{page}.sha256", "");
                break;
            default:
                File.Delete(page);
                break;
        }

        Assert.Equal(whole, (await LoadAsync()).Checksum());
        Assert.True(Assert.Single(Server.Requests).IsPage("train", 100));
        Assert.Equal(whole, (await LoadAsync(Hub(offline: true))).Checksum());
    }

    [Fact]
    public async Task Offline_mode_reports_what_is_missing_from_the_cache()
    {
        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync(Hub(offline: true)));

        Assert.Contains("hub:owner/colors: not in the cache", e.Message, StringComparison.Ordinal);
        Assert.Contains(Home.Path, e.Message, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_OFFLINE", e.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Pages_of_different_revisions_are_not_combined()
    {
        Server.Revision = r => r["offset"] == "200" ? "second" : "first";

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());

        Assert.Contains("changed on the hub during the download", e.Message, StringComparison.Ordinal);
        Assert.Contains("revisions first and second", e.Message, StringComparison.Ordinal);
        Assert.Contains($"delete {Home.Path}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_have_separate_caches()
    {
        await LoadAsync();
        await using HubServer other = await HubServer.StartAsync();

        await Assert.ThrowsAsync<InputException>(() => LoadAsync(Hub(endpoint: other.Endpoint)));
        Assert.Single(other.Requests);
    }
}
