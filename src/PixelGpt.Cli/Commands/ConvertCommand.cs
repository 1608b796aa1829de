using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Formats.Pth;
using PixelGpt.Models;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt convert</c></summary>
internal sealed class ConvertCommand : Command, IRunnable
{
    private readonly Argument<string> _weights = new("WEIGHTS") { Description = "A .pth file of torch.save, a .safetensors file, or a model.safetensors.index.json" };
    private readonly Option<string?> _config = new("--config") { Description = "The model's config.json (default: the one beside the weights)", HelpName = "FILE" };
    private readonly Option<string?> _colormap = new("--colormap") { Description = "The palette, a line 'R G B' a colour (default: colormap.txt beside the weights, if there)", HelpName = "FILE" };
    private readonly Option<string?> _out = CommonOptions.Out("The model folder to write");

    public ConvertCommand()
        : base("convert", "Make a model folder of weights from elsewhere.")
    {
        Arguments.Add(_weights);
        Options.Add(_config);
        Options.Add(_colormap);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt convert best_model.pth --config config.json --colormap colormap.txt --out my-model",
        "pixelgpt convert big/model.safetensors.index.json --out one-file",
    ];

    public Task<int> RunAsync(Session session)
    {
        string weights = session.Get(_weights)!;
        string folder = session.Get(_out) ?? throw new InputException("where to? Give --out a folder to write");
        string beside = Path.GetDirectoryName(Path.GetFullPath(weights))!;
        var config = ModelConfig.Load(session.Get(_config) ?? Path.Combine(beside, ModelFolder.ConfigName));
        string colormap = session.Get(_colormap) ?? Path.Combine(beside, ModelFolder.ColormapName);
        Palette? palette = session.Has(_colormap) || File.Exists(colormap) ? Palette.Load(colormap) : null;
        string target = Path.Combine(folder, ModelFolder.WeightsName);
        if (Path.GetFullPath(target) == Path.GetFullPath(weights)) throw new InputException($"{target} would be written over itself; give another --out");

        using ITensorSource source = Open(weights);
        long parameters = ModelFolder.Write(folder, config, source, palette);
        session.Result(
            new JsonObject { ["folder"] = folder, ["parameters"] = parameters, ["has_palette"] = palette is not null },
            console => console.WriteLine($"{folder}: {config.Family.ModelType}, {parameters:n0} parameters{(palette is null ? "; put a colormap.txt there to draw with it" : "")}"));
        return Task.FromResult(ExitCode.Success);
    }

    private static ITensorSource Open(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".pth" or ".pt" or ".bin" => PthStateDict.Load(path),
        ".json" => ShardedSafeTensors.Load(path),
        _ => SafeTensors.Load(path),
    };
}
