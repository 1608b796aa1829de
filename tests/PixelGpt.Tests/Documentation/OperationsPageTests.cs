using System.Text.RegularExpressions;
using PixelGpt.Studio.Api;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Security;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Tests that <c>docs/operations.md</c> has the options and limits of the program.</summary>
public partial class OperationsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operations.md")).ReplaceLineEndings("\n");

    public static TheoryData<string, string> Limits
    {
        get
        {
            var defaults = new StudioOptions();
            return new TheoryData<string, string>
            {
                { "connections", $"{defaults.MaxConnections:N0}" },
                { "connections per address", $"{defaults.MaxConnectionsPerAddress:N0}, except loopback addresses and trusted proxies" },
                { "editors (WebSockets)", $"{EditorConnections.Max}" },
                { "requests with a missing or wrong key per address", $"{KeyAttempts.Burst} at once, then one in 3 s" },
                { "waiting pictures per model; of one client", $"{defaults.QueueLimit:N0}; {defaults.ClientQueueLimit}" },
                { "picture files that are decoded at once; that wait for it", $"one per thread; {PictureWork.MaxWaiting}" },
                { "duration of a completion, with the time in the queue", $"{defaults.CompletionTimeout.TotalSeconds} s" },
                { "pictures per request; per batch", $"{ParsedCompletion.MaxSequences}; {CompletionEndpoints.MaxBatch}" },
                { "pictures to train on: size; files; pixels", $"{UploadLimits.MaxBytes >> 20} MiB unpacked; {UploadLimits.MaxFiles:N0}; {UploadLimits.MaxPixels:N0}" },
                { "epochs; batch size of a run started over the API", $"{defaults.MaxEpochs:N0} (`--max-epochs`); {defaults.MaxBatchSize:N0} (`--max-batch-size`)" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Limits_are_those_of_the_program(string limit, string value) => Assert.Contains($"| {limit} | {value} |", Page);

    [Fact]
    public async Task Every_option_of_the_studio_is_on_the_page()
    {
        string help = (await CliFixture.RunAsync("studio", "--help")).Out;
        string[] options = [.. Option().Matches(help).Select(m => m.Value.Trim()).Except(["--json", "--quiet", "--verbose", "--help", "--version"])];
        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains(option, Page));
    }

    [GeneratedRegex("^ +--[a-z-]+", RegexOptions.Multiline)]
    private static partial Regex Option();
}
