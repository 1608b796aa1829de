using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Models.HuggingFace;
using PixelGpt.Models.Onnx;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt convert</c></summary>
internal sealed class ConvertCommand : Command, IRunnable
{
    private readonly Argument<string> _weights = new("WEIGHTS") { Description = "A run folder or model folder, built-in, a model file (.pixelgpt), or a weights file: written by torch.save (.pth, .pt, .ckpt, .bin), a .safetensors file, or the .index.json of a model in several files. The content determines the kind of file." };
    private readonly Option<string?> _config = new("--config") { Description = "The config.json of the model (default: the one in the folder of WEIGHTS).", HelpName = "FILE" };
    private readonly Option<string?> _colormap = new("--colormap") { Description = "Palette with one line 'R G B' per colour (default: colormap.txt in the folder of WEIGHTS, if it exists).", HelpName = "FILE" };
    private readonly Option<string?> _dtype = new("--dtype") { Description = "Element type of the written weights (default: f32). f16 halves the file; values are rounded to the nearest one.", HelpName = "f32|f16" };
    private readonly Option<string?> _out = CommonOptions.Out("Model folder to write.");
    private readonly Option<string?> _single = new("--single") { Description = $"Write the model of a run or model folder with palette and sampling to one file instead, which programs can embed (*{ModelArchive.Extension}).", HelpName = "FILE" };
    private readonly Option<string?> _onnx = new("--onnx") { Description = $"Write the model as ONNX instead, with its KV cache as inputs and outputs (default of FILE: {OnnxExport.FileName} in the folder of WEIGHTS).", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _huggingFace = new("--hugging-face") { Description = "Write a model folder instead that Hugging Face transformers loads: for the family pixelgpt with its Python code, for trust_remote_code.", HelpName = "DIR" };

    public ConvertCommand()
        : base("convert", "Convert a model: PyTorch or sharded weights to a model folder, and a model to one file, to ONNX or for Hugging Face transformers.")
    {
        Arguments.Add(_weights);
        Options.Add(_config);
        Options.Add(_colormap);
        _dtype.AcceptOnly("f32", "f16");
        Options.Add(_dtype);
        Options.Add(_single);
        Options.Add(_out);
        Options.Add(_onnx);
        Options.Add(_huggingFace);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt convert best_model.pth --config config.json --colormap colormap.txt --out my-model",
        "pixelgpt convert big/model.safetensors.index.json --out one-file",
        "pixelgpt convert runs/mine --dtype f16 --out small",
        "pixelgpt convert runs/mine --single hero.pixelgpt --dtype f16",
        "pixelgpt convert hero.pixelgpt --out hero",
        "pixelgpt convert runs/mine --onnx model.onnx",
        "pixelgpt convert runs/mine --hugging-face upload",
    ];

    public Task<int> RunAsync(Session session)
    {
        string weights = session.Get(_weights)!;
        string[] targets = [.. ((Option[])[_out, _single, _onnx, _huggingFace]).Where(session.Has).Select(o => o.Name)];
        if (targets.Length == 0) throw new InputException("--out is required: the model folder to write; or give --single, --onnx or --hugging-face");
        if (targets.Length > 1) throw new InputException($"{UsageError.Choices(targets).Replace(" or ", " and ", StringComparison.Ordinal)} exclude each other; give one of them");
        FloatType type = session.Get(_dtype) == "f16" ? FloatType.F16 : FloatType.F32;
        if (session.Get(_single) is { } file) return SingleFileWorkflow.Write(session, weights, file, type, [_config, _colormap]);
        if (ModelArchive.Exists(weights))
        {
            string folder = session.Get(_out) ?? throw new InputException($"{weights}: a model file cannot be converted with {targets[0]}; write its folder with --out, and convert that");
            return SingleFileWorkflow.Unpack(session, weights, folder, type, [_config, _colormap]);
        }

        using var source = ConversionSource.Open(weights, session.Get(_config), session.Get(_colormap));
        if (targets[0] == _onnx.Name) WriteOnnx(session, source, type);
        else WriteFolder(session, source, type, session.Get(_out) ?? session.Get(_huggingFace)!, isForHub: targets[0] == _huggingFace.Name, targets[0]);
        return Task.FromResult(ExitCode.Success);
    }

    private void WriteOnnx(Session session, ConversionSource source, FloatType type)
    {
        string path = session.Get(_onnx) ?? Path.Combine(source.Folder?.Path ?? "", OnnxExport.FileName);
        if (Directory.Exists(path)) throw new InputException($"{path}: this is a folder; give the file to write, such as {Path.Combine(path, OnnxExport.FileName)}");
        if (source.Path is not null && Path.GetFullPath(path) == Path.GetFullPath(source.Path)) throw new InputException($"{path} is both the input and the output; give another file to --onnx");
        OnnxSummary summary = OnnxExport.Write(path, source.Config, source.LoadTransformer(), source.Palette, type);
        session.WriteResult(
            new JsonObject { ["file"] = path, ["parameters"] = summary.Parameters, ["nodes"] = summary.Nodes, ["bytes"] = summary.Bytes, ["has_palette"] = source.Palette is not null, ["dtype"] = type.ToString() },
            console => console.WriteLine($"{path}: {source.Config.Family.ModelType}, {summary.Parameters:n0} parameters, {summary.Nodes:n0} nodes, {summary.Bytes:n0} bytes{(source.Palette is null ? "; no palette: programs that use the file need one from elsewhere" : "")}"));
    }

    private static void WriteFolder(Session session, ConversionSource source, FloatType type, string folder, bool isForHub, string option)
    {
        string target = Path.Combine(folder, ModelFolder.WeightsName);
        if (new RunFolder(folder).HasRun) throw new InputException($"{folder}: the folder has a training run, whose model would be replaced; give another {option}");
        if (EnsembleFolder.Exists(folder)) throw new InputException($"{folder}: the folder has an ensemble; give another {option}");
        if (source.Path is not null && Path.GetFullPath(target) == Path.GetFullPath(source.Path)) throw new InputException($"{target} is both the input and the output; give another {option}");
        long parameters = isForHub
            ? HuggingFaceFolder.Write(folder, source.Config, source.Weights, source.Palette, type)
            : ModelFolder.Write(folder, source.Config, source.Weights, source.Palette, type);
        source.CopyGenerationConfig(new RunFolder(folder));
        if (source.Palette is not null && !ModelCard.Write(new RunFolder(folder))) session.Progress.WriteLine(CardDisplay.Edited);
        string family = source.Config.Family.ModelType;
        bool hasCode = isForHub && HuggingFaceFolder.NeedsCode(source.Config);
        session.WriteResult(
            new JsonObject { ["folder"] = folder, ["parameters"] = parameters, ["has_palette"] = source.Palette is not null, ["dtype"] = type.ToString(), ["has_code"] = hasCode },
            console =>
            {
                console.WriteLine($"{folder}: {family}, {parameters:n0} parameters{(source.Palette is null ? "; no palette: add a colormap.txt before using it" : "")}");
                if (isForHub) console.WriteLine(hasCode ? $"In Python: AutoModelForCausalLM.from_pretrained(\"{folder}\", trust_remote_code=True)" : $"transformers knows {family}: the folder needs no code of its own");
            });
    }
}
