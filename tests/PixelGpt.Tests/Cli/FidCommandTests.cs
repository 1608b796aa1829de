using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Commands;
using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Weights;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Tests.Evaluation;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests of <c>pixelgpt fid</c> on folders of PNG files, with a small network instead of Inception.</summary>
public sealed class FidCommandTests : IDisposable
{
    private const int Count = 30;

    private static readonly SpriteDataset Creatures = new CreaturesSource().LoadAsync().Result;

    private readonly TemporaryFolder _folder = new();

    public FidCommandTests()
    {
        WritePictures("true", Creatures["test"].Take(Count), i => $"{i:00}");
        WritePictures("made", Creatures["dev"].Take(Count), i => $"{i:00}");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_folders_have_every_distance()
    {
        CliResult result = await RunAsync(_folder["made"], _folder["true"], "--seed", "3", "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(
            [
                "protocol", "metric", "kernel_metric", "network", "features", "pictures", "reference_pictures", "seed", "frechet", "frechet_low", "frechet_high", "resamples", "resampled", "frechet_of_true_halves", "true_half", "frechet_bias",
                "kernel", "kernel_deviation", "kernel_subsets", "kernel_subset_size", "precision", "recall", "precision_neighbors", "density", "coverage", "coverage_neighbors", "warning",
            ],
            result.Json.Select(p => p.Key));
        Assert.Equal(("completed", "projected pixels", Count, Count, 3UL), ((string)result.Json["protocol"]!, (string)result.Json["network"]!, (int)result.Json["pictures"]!, (int)result.Json["reference_pictures"]!, (ulong)result.Json["seed"]!));
        double fid = (double)result.Json["frechet"]!;
        Assert.InRange((double)result.Json["frechet_low"]!, 0, fid);
        Assert.True((double)result.Json["frechet_high"]! > fid);
        Assert.Equal((1000, "pairs", 15), ((int)result.Json["resamples"]!, (string)result.Json["resampled"]!, (int)result.Json["kernel_subset_size"]!));
        Assert.Contains("estimated from 30 pictures", (string)result.Json["frechet_bias"]!);
        Assert.Null(result.Json["warning"]);

        CliResult again = await RunAsync(_folder["made"], _folder["true"], "--seed", "3", "--json", "--threads", "1");
        Assert.Equal(result.Out, again.Out);
    }

    [Fact]
    public async Task The_distance_of_a_folder_to_itself_is_0()
    {
        CliResult result = await RunAsync(_folder["true"], _folder["true"], "--json");
        foreach (string name in (string[])["frechet", "frechet_low", "frechet_high"]) Assert.InRange((double)result.Json[name]!, 0, 1e-6);
        Assert.Equal((1.0, 1.0, 1.0), ((double)result.Json["precision"]!, (double)result.Json["recall"]!, (double)result.Json["coverage"]!));
        Assert.True((double)result.Json["frechet_of_true_halves"]! > 0.01);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_skipped_unless_strict()
    {
        _folder.Write("made/x.png", "<html>");
        CliResult result = await RunAsync(_folder["made"], _folder["true"], "--json", "--resamples", "0");
        Assert.Equal((ExitCode.Success, Count), (result.Code, (int)result.Json["pictures"]!));
        Assert.Contains("skipped 1 file: ", result.Error);
        Assert.Contains("this is an HTML page", result.Error.ReplaceLineEndings(" "));
        await RefusesAsync("this is an HTML page", _folder["made"], _folder["true"], "--strict");
    }

    [Fact]
    public async Task Options_are_used()
    {
        CliResult result = await RunAsync(_folder["made"], _folder["true"], "--json", "--resamples", "50", "--kid-subsets", "7", "--kid-subset-size", "20", "-k", "4", "--protocol", "standard");
        Assert.Equal((50, 7, 20, 4, 4), ((int)result.Json["resamples"]!, (int)result.Json["kernel_subsets"]!, (int)result.Json["kernel_subset_size"]!, (int)result.Json["precision_neighbors"]!, (int)result.Json["coverage_neighbors"]!));
        Assert.Equal("standard", (string)result.Json["protocol"]!);
        Assert.Null((await RunAsync(_folder["made"], _folder["true"], "--json", "--resamples", "0")).Json["frechet_low"]);
    }

    [Fact]
    public async Task Pictures_with_different_names_are_not_paired()
    {
        WritePictures("apart", Creatures["dev"].Take(Count), i => $"x{i:00}");
        CliResult result = await RunAsync(_folder["apart"], _folder["true"], "--json", "--resamples", "20"), pairs = await RunAsync(_folder["made"], _folder["true"], "--json", "--resamples", "20");
        Assert.Equal("both", (string)result.Json["resampled"]!);
        Assert.Equal((double)pairs.Json["frechet"]!, (double)result.Json["frechet"]!);
    }

    [Fact]
    public async Task The_original_protocol_whitens_true_pictures_and_warns()
    {
        // With this protocol, pictures with a white end have distance 0, and the true pictures do not.
        Sprite[] blank = [.. Creatures["test"].Take(Count).Select(s => new Sprite(20, 20, [.. s.Pixels[..240], .. new int[160]]))];
        WritePictures("blank", blank, i => $"{i:00}");
        CliResult whitened = await RunAsync(_folder["blank"], _folder["true"], "--protocol", "original", "--json", "--resamples", "20");
        Assert.InRange((double)whitened.Json["frechet"]!, 0, 1e-5);
        Assert.Contains("misleads", (string)whitened.Json["warning"]!);
        CliResult truth = await RunAsync(_folder["true"], _folder["true"], "--protocol", "original", "--json", "--resamples", "20");
        Assert.True((double)truth.Json["frechet"]! > 0.05);
        CliResult half = await RunAsync(_folder["true"], _folder["true"], "--protocol", "original", "--keep", "0.9", "--json", "--resamples", "20");
        Assert.InRange((double)half.Json["frechet"]!, 1e-4, (double)truth.Json["frechet"]! / 2);
        Assert.Contains("warning: this FID misleads", (await RunAsync(_folder["made"], _folder["true"], "--protocol", "original", "--resamples", "0")).Out);
    }

    [Fact]
    public async Task Statistics_can_replace_a_folder()
    {
        CliResult saved = await RunAsync(_folder["true"], "--save-stats", _folder["true.npz"], "--json");
        Assert.True(saved.Code == 0, saved.Error);
        Assert.Equal((Count, "projected pixels"), ((int)saved.Json["pictures"]!, (string)saved.Json["network"]!));
        CliResult folders = await RunAsync(_folder["made"], _folder["true"], "--json", "--save-stats", _folder["again.npz"]), statistics = await RunAsync(_folder["made"], _folder["true.npz"], "--json");
        Assert.Equal(File.ReadAllBytes(_folder["true.npz"]), File.ReadAllBytes(_folder["again.npz"]));
        Assert.Equal((double)folders.Json["frechet"]!, (double)statistics.Json["frechet"]!, 1e-6);
        Assert.Equal(("pictures", Count), ((string)statistics.Json["resampled"]!, (int)statistics.Json["reference_pictures"]!));
        Assert.Null(statistics.Json["kernel"]);
        Assert.Null(statistics.Json["precision"]);
        CliResult swapped = await RunAsync(_folder["true.npz"], _folder["made"], "--json");
        Assert.Equal((double)folders.Json["frechet"]!, (double)swapped.Json["frechet"]!, 1e-6);
        Assert.Equal("reference", (string)swapped.Json["resampled"]!);

        // Two statistics files require no network.
        CliResult both = await RunAsync(_ => throw new InputException("no weights"), _folder["true.npz"], _folder["again.npz"], "--json");
        Assert.InRange((double)both.Json["frechet"]!, 0, 1e-6);
        Assert.Null(both.Json["frechet_low"]);
    }

    [Fact]
    public async Task Features_of_true_pictures_are_cached()
    {
        var network = new ProjectedPixels();
        await RunAsync(_ => network, _folder["made"], _folder["true"], "--resamples", "0");
        await RunAsync(_ => network, _folder["made"], _folder["true"], "--resamples", "0");
        Assert.Equal(3 * Count, network.Pictures);
    }

    [Fact]
    public async Task The_text_output_shows_distances_and_settings()
    {
        CliResult result = await RunAsync(_folder["made"], _folder["true"]);
        Assert.Contains("protocol completed: against the complete true pictures", result.Out);
        Assert.Contains("network  projected pixels", result.Out);
        Assert.Contains("pictures 30 generated, 30 true; seed 0", result.Out);
        Assert.Matches(@"FID\s+\d+\.\d{4}\s+\d+\.\d{4} to \d+\.\d{4}, 95 % confidence interval \(1000 resamples of pairs\)", result.Out);
        Assert.Matches(@"\d+\.\d{4}\s+for comparison: between two halves of the true pictures, 15 each", result.Out);
        Assert.Matches(@"KID\s+-?\d+\.\d{5}\s+± \d+\.\d{5} over 100 subsets of 15", result.Out);
        Assert.Contains("FID is too high", result.Out);
        CliResult quiet = await RunAsync(_folder["made"], _folder["true"], "--quiet");
        Assert.StartsWith("protocol", quiet.Out);
    }

    [Fact]
    public async Task The_distance_of_another_network_is_not_called_FID()
    {
        CliResult result = await RunAsync(_folder["made"], _folder["true"], "--protocol", "resnet18", "--resamples", "20");
        Assert.Contains("protocol resnet18: against the complete true pictures, ResNet-18, which needs no download; its distances are not FID", result.Out);
        Assert.Matches(@"resnet18 distance\s+\d+\.\d{4}\s+\d+\.\d{4} to \d+\.\d{4}, 95 % confidence interval \(20 resamples of pairs\)", result.Out);
        Assert.Matches(@"resnet18 kernel distance\s+-?\d+\.\d{5}", result.Out);
        Assert.Contains("resnet18 distance is too high", result.Out);
        Assert.DoesNotMatch("FID (is|  )|KID", result.Out);
        JsonObject json = (await RunAsync(_folder["made"], _folder["true"], "--protocol", "resnet18", "--resamples", "20", "--json")).Json;
        Assert.Equal(("resnet18", "resnet18 distance"), ((string)json["protocol"]!, (string)json["metric"]!));
        Assert.Equal((double)(await RunAsync(_folder["made"], _folder["true"], "--resamples", "0", "--json")).Json["frechet"]!, (double)json["frechet"]!);
    }

    [Fact]
    public async Task The_tool_has_the_network_of_resnet18_beside_itself()
    {
        WritePictures("few", Creatures["test"].Take(3), i => $"{i}");
        using Process process = ProgramProcess.Start(
            "dotnet", [ToolFolder.Assembly, "fid", _folder["few"], _folder["few"], "--protocol", "resnet18", "--resamples", "0", "--json"], start => start.Environment["PIXELGPT_CACHE"] = _folder["tool cache"]);
        JsonNode json = JsonNode.Parse(await ProgramProcess.EndAsync(process))!;
        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith("ResNet-18 of Microsoft.ML.DnnImageFeaturizer.ResNet18, weights ", (string)json["network"]!, StringComparison.Ordinal);
        Assert.InRange((double)json["frechet"]!, 0, 1e-6);
        Assert.Equal(512, (int)json["features"]!);
    }

    [Fact]
    public async Task Invalid_arguments_and_files_are_refused()
    {
        Directory.CreateDirectory(_folder["empty"]);
        WritePictures("one", Creatures["dev"].Take(1), i => $"{i}");
        _folder.Write("broken.npz", "no archive");
        string made = _folder["made"], real = _folder["true"];
        await RefusesAsync("REFERENCE is required", made);
        await RefusesAsync("no such folder", made, _folder["absent"]);
        await RefusesAsync("contains no PNG, Aseprite, GIF", made, _folder["empty"]);
        await RefusesAsync("one: a distance needs at least 2 pictures in each set (got 1)", _folder["one"], real);
        await RefusesAsync("broken.npz: not a zip archive", made, _folder["broken.npz"]);
        await RefusesAsync("--prompt-fraction requires --protocol original", made, real, "--keep", "0.5");
        await RefusesAsync("(got 2)", made, real, "--protocol", "original", "--keep", "2");
        await RefusesAsync("partly white pictures", made, real, "--protocol", "original", "--save-stats", _folder["x.npz"]);
        await RefusesAsync("the KID subset size must be 2 to 30, the size of the smaller set (got 31)", made, real, "--kid-subset-size", "31");
        await RefusesAsync("the number of resamples must be 0 (no interval) or 2 to 1000000 (got 1)", made, real, "--resamples", "1");
        await RefusesAsync("the number of nearest neighbours must be at least 1 (got 0)", made, real, "-k", "0");
        await RunAsync(_ => new ProjectedPixels(24, "another network"), real, "--save-stats", _folder["other.npz"]);
        await RefusesAsync("was computed with network 'another network'", made, _folder["other.npz"]);
        await RefusesAsync("not possible with statistics", made, _folder["other.npz"], "--protocol", "original");
        await RefusesAsync("already a statistics file", _folder["other.npz"], "--save-stats", _folder["x.npz"]);
        await RefusesAsync("requires a folder of pictures", _folder["other.npz"], _folder["other.npz"], "--save-stats", _folder["x.npz"]);
        Assert.False(File.Exists(_folder["x.npz"]));
    }

    [Theory]
    [InlineData("completed", "inception_v3_google-0cc3c7bd.pth")]
    [InlineData("standard", "pt_inception-2015-12-05-6726825d.pth")]
    public async Task Missing_weights_are_reported_with_the_command_that_installs_them(string protocol, string weights)
    {
        var store = new WeightsStore(_folder["no weights"]);
        CliResult result = await RunAsync(network => FeatureExtractors.Load(network, store), _folder["made"], _folder["true"], "--protocol", protocol);
        Assert.Equal(ExitCode.Usage, result.Code);
        string error = result.Error;
        Assert.Contains(weights, error);
        Assert.Contains("pixelgpt weights pull", error);
        Assert.Contains("--protocol resnet18 needs no download", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private void WritePictures(string name, IEnumerable<Sprite> sprites, Func<int, string> fileName)
    {
        Directory.CreateDirectory(_folder[name]);
        int i = 0;
        foreach (Sprite sprite in sprites) PngWriter.Write(Path.Combine(_folder[name], fileName(i++) + ".png"), SpriteImage.Render(sprite, Creatures.Palette));
    }

    private Task<CliResult> RunAsync(params string[] arguments) => RunAsync(_ => new ProjectedPixels(), arguments);

    private async Task<CliResult> RunAsync(Func<FeatureNetwork, IFeatureExtractor> networks, params string[] arguments)
    {
        var command = new FidCommand(networks, _folder["cache"]);
        var root = new RootCommand { command };
        foreach (Option option in (Option[])[GlobalOptions.Json, GlobalOptions.Quiet, GlobalOptions.Verbose]) root.Options.Add(option);
        using StringWriter output = new(), error = new();
        try
        {
            int code = await command.RunAsync(new Session(root.Parse(["fid", .. arguments]), output, error, CancellationToken.None));
            return new CliResult(code, output.ToString(), error.ToString());
        }
        catch (InputException e)
        {
            return new CliResult(ExitCode.Usage, output.ToString(), e.Message);
        }
    }

    private async Task RefusesAsync(string what, params string[] arguments)
    {
        CliResult result = await RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(what, result.Error);
        Assert.DoesNotContain('\n', result.Error);
    }
}
