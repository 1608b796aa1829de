using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt convert</c></summary>
internal sealed class ConvertCommand : Command, IRunnable
{
    private readonly Argument<string> _weights = new("WEIGHTS") { Description = "A run or model folder with --single; a model file (.pixelgpt); or weights: a file written by torch.save (.pth, .pt, .ckpt, .bin), a .safetensors file, or the .index.json of a model in several files. The content determines the kind of file." };
    private readonly Option<string?> _config = new("--config") { Description = "The config.json of the model (default: the one in the folder of WEIGHTS).", HelpName = "FILE" };
    private readonly Option<string?> _colormap = new("--colormap") { Description = "Palette with one line 'R G B' per colour (default: colormap.txt in the folder of WEIGHTS, if it exists).", HelpName = "FILE" };
    private readonly Option<string?> _dtype = new("--dtype") { Description = "Element type of the written weights (default: f32). f16 halves the file; values are rounded to the nearest one.", HelpName = "f32|f16" };
    private readonly Option<string?> _single = new("--single") { Description = $"Write the model of a run or model folder with palette and sampling to one file, which programs can embed (*{ModelArchive.Extension}).", HelpName = "FILE" };
    private readonly Option<string?> _out = CommonOptions.Out("Model folder to write (required without --single).");

    public ConvertCommand()
        : base("convert", "Convert PyTorch or sharded weights to a model folder, or a model folder to one file.")
    {
        Arguments.Add(_weights);
        Options.Add(_config);
        Options.Add(_colormap);
        _dtype.AcceptOnly("f32", "f16");
        Options.Add(_dtype);
        Options.Add(_single);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt convert best_model.pth --config config.json --colormap colormap.txt --out my-model",
        "pixelgpt convert big/model.safetensors.index.json --out one-file",
        "pixelgpt convert runs/mine/model.safetensors --dtype f16 --out small",
        "pixelgpt convert runs/mine --single hero.pixelgpt --dtype f16",
        "pixelgpt convert hero.pixelgpt --out hero",
    ];

    public Task<int> RunAsync(Session session)
    {
        string weights = session.Get(_weights)!;
        FloatType type = session.Get(_dtype) == "f16" ? FloatType.F16 : FloatType.F32;
        if (session.Get(_single) is { } file) return SingleFileWorkflow.Write(session, weights, file, type, [_config, _colormap, _out]);
        if (ModelArchive.Exists(weights)) return SingleFileWorkflow.Unpack(session, weights, session.Get(_out), type, [_config, _colormap]);
        if (EnsembleFolder.Exists(weights)) throw new InputException($"{weights}: an ensemble has one weights file per member; give the model.safetensors of a member");
        string folder = session.Get(_out) ?? throw new InputException("--out is required: the model folder to write");
        string sourceFolder = Path.GetDirectoryName(Path.GetFullPath(weights))!;
        var config = ModelConfig.Load(session.Get(_config) ?? Path.Combine(sourceFolder, ModelFolder.ConfigName));
        string colormap = session.Get(_colormap) ?? Path.Combine(sourceFolder, ModelFolder.ColormapName);
        Palette? palette = session.Has(_colormap) || File.Exists(colormap) ? Palette.Load(colormap) : null;
        string target = Path.Combine(folder, ModelFolder.WeightsName);
        if (new RunFolder(folder).HasRun) throw new InputException($"{folder}: the folder has a training run, whose model would be replaced; give another --out");
        if (EnsembleFolder.Exists(folder)) throw new InputException($"{folder}: the folder has an ensemble; give another --out");
        if (Path.GetFullPath(target) == Path.GetFullPath(weights)) throw new InputException($"{target} is both the input and the output; give another --out");

        using ITensorSource source = TensorFile.Open(weights);
        long parameters = ModelFolder.Write(folder, config, source, palette, type);
        GenerationConfigFile.Copy(new RunFolder(sourceFolder), new RunFolder(folder));
        if (palette is not null && !ModelCard.Write(new RunFolder(folder))) session.Progress.WriteLine(CardDisplay.Edited);
        session.WriteResult(
            new JsonObject { ["folder"] = folder, ["parameters"] = parameters, ["has_palette"] = palette is not null, ["dtype"] = type.ToString() },
            console => console.WriteLine($"{folder}: {config.Family.ModelType}, {parameters:n0} parameters{(palette is null ? "; no palette: add a colormap.txt before using it" : "")}"));
        return Task.FromResult(ExitCode.Success);
    }
}
