using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PixelGpt.Models;
using PixelGpt.Studio;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

public sealed class StudioServerTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Body = """{"model": "moving", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""";

    [Fact]
    public async Task A_port_in_use_is_reported_in_one_line()
    {
        string error = await CliFixture.RefusedAsync("studio", "--port", $"{studio.Address.Port}", "--models", studio.Models);
        Assert.Contains("--port", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "http")]
    [InlineData("--host", "nowhere.example")]
    [InlineData("--host", "0.0.0.0")]
    [InlineData("--host", "192.0.2.1", "--api-key", "a-key-that-is-long-enough")]
    [InlineData("--threads", "0")]
    [InlineData("--api-key", "short")]
    public async Task An_invalid_option_is_reported_in_one_line(params string[] options) =>
        Assert.Single((await CliFixture.RefusedAsync(["studio", "--models", studio.Models, .. options.Contains("--port") ? [] : (string[])["--port", "0"], .. options])).TrimEnd().Split('\n'));

    [Fact]
    public async Task The_command_prints_its_address_and_ends_when_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var output = new AddressWriter();
        using var error = new StringWriter();
        Task<int> command = PixelGpt.Cli.CommandLine.RunAsync(["studio", "--port", "0", "--models", studio.Models], output, error, stop.Token);
        string line = await output.Line.WaitAsync(HangGuard.Limit);
        string address = line.Split(' ', ';').First(w => w.StartsWith("http", StringComparison.Ordinal));
        using var client = new HttpClient();
        Assert.Equal("alive", await client.GetStringAsync(new Uri(new Uri(address), "health/live")));
        await stop.CancelAsync();
        Assert.Equal(0, await command);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(address)));
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task The_IPv6_loopback_address_works()
    {
        if (!Socket.OSSupportsIPv6) return;
        await using StudioServer server = await studio.StartAsync(o => o with { Address = IPAddress.IPv6Loopback });
        using var client = new HttpClient();
        Assert.Equal("alive", await client.GetStringAsync(new Uri(server.Address, "health/live")));
    }

    [Fact]
    public async Task A_missing_models_folder_has_only_the_built_in_model()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { Models = Path.Combine(studio.Models, "later") });
        using var client = new HttpClient();
        JsonNode response = JsonNode.Parse(await client.GetStringAsync(new Uri(server.Address, "api/v1/models")))!;
        Assert.Equal("built-in", (string)Assert.Single(response["models"]!.AsArray())!["id"]!);
    }

    [Fact]
    public async Task Changed_weights_are_loaded_again()
    {
        using var folder = new TemporaryFolder();
        string moving = Directory.CreateDirectory(folder["moving"]).FullName;
        foreach (string name in (string[])[ModelFolder.ConfigName, ModelFolder.ColormapName, ModelFolder.WeightsName]) File.Copy(Path.Combine(studio.Tiny, name), Path.Combine(moving, name));
        await using StudioServer server = await studio.StartAsync(o => o with { Models = folder.Path });
        using var client = new HttpClient { BaseAddress = server.Address };
        string before = await CompleteAsync(client);
        PixelModel model = PixelModel.Load(moving);
        foreach (ref float value in model.Transformer.Parameters.Values) value = -value;
        ModelFolder.SaveWeights(model.Transformer, Path.Combine(moving, ModelFolder.WeightsName));
        File.SetLastWriteTimeUtc(Path.Combine(moving, ModelFolder.WeightsName), DateTime.UnixEpoch);
        Assert.NotEqual(before, await CompleteAsync(client));
    }

    [Fact]
    public async Task More_models_than_the_limit_can_be_used()
    {
        using var folder = new TemporaryFolder();
        foreach (int i in Enumerable.Range(0, 6))
        {
            string copy = Directory.CreateDirectory(folder[$"copy{i}"]).FullName;
            foreach (string name in (string[])[ModelFolder.ConfigName, ModelFolder.ColormapName, ModelFolder.WeightsName]) File.Copy(Path.Combine(studio.Tiny, name), Path.Combine(copy, name));
        }

        await using StudioServer server = await studio.StartAsync(o => o with { Models = folder.Path });
        using var client = new HttpClient { BaseAddress = server.Address };
        string[] responses = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => CompleteAsync(client, $"copy{i % 6}")));
        Assert.Single(responses.Select(r => JsonNode.Parse(r)!["completions"]!.ToJsonString()).Distinct());
    }

    private static async Task<string> CompleteAsync(HttpClient client, string model = "moving")
    {
        using HttpResponseMessage response = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json(Body.Replace("moving", model, StringComparison.Ordinal)));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    /// <summary>A writer with a task that completes when a line with an address has been written.</summary>
    private sealed class AddressWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override void Write(string? value)
        {
            base.Write(value);
            CheckLine();
        }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            CheckLine();
        }

        public override void Write(char[] buffer, int index, int count)
        {
            base.Write(buffer, index, count);
            CheckLine();
        }

        private void CheckLine()
        {
            string text = ToString();
            if (text.Contains("http", StringComparison.Ordinal) && text.EndsWith('\n')) _line.TrySetResult(text.ReplaceLineEndings(" "));
        }
    }
}
