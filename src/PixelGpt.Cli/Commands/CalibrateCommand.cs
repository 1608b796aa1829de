using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt calibrate</c></summary>
internal sealed class CalibrateCommand : Command, IRunnable
{
    private readonly Argument<string> _run = new("RUN") { Description = "A run folder, or any folder with config.json, model.safetensors and colormap.txt." };
    private readonly DataOptions _data;
    private readonly Option<double?> _promptFraction = CommonOptions.PromptFractionOfRun();
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<bool> _mpi = CommonOptions.Mpi("the pictures");

    public CalibrateCommand()
        : base("calibrate", "Choose temperature and top-p of a model on the dev split, and save them as its default sampling.")
    {
        Arguments.Add(_run);
        _data = new DataOptions(this, "Data set whose dev split is used", "the one that the run was trained on");
        Options.Add(_promptFraction);
        Options.Add(_threads);
        Options.Add(_mpi);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt calibrate runs/demo", "pixelgpt calibrate my-model --data ../my-sprites --json"];

    public async Task<int> RunAsync(Session session)
    {
        string path = session.Get(_run)!;
        var folder = new RunFolder(path);
        PixelModel model = PixelModel.Load(path);
        var defaults = RunDefaults.Load(folder);
        session.CheckWritable(path, "copy the model to another folder");
        SpriteDataset data = await session.LoadSharedAsync(defaults.Choose(_data.Read(session), path));
        model = model.ForPaletteOf(data);
        session.CheckSame(("model", () => ModelChecksum.Of(model)), ("data set", data.Checksum));
        if (!data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) || !dev.Any(s => s.IsComplete))
            throw new InputException($"{data.Name}: the dev split has no complete sprites, which are needed to choose temperature and top-p");
        GenerationOptions? replaced = File.Exists(folder.GenerationConfig) ? GenerationConfigFile.Load(folder) : null;
        session.Progress.WriteLine($"choosing temperature and top-p on the dev split of {data.Name}");
        SamplingCalibration calibration = RunSampling.Calibrate(folder, model, dev, session.Get(_promptFraction) ?? defaults.PromptFraction, session.ReadThreads(_threads), session.CancellationToken, session.Group);
        if (!session.IsRoot) return ExitCode.Success;
        if (!ModelCard.Write(folder)) session.Progress.WriteLine(CardDisplay.Edited);
        JsonObject json = SamplingDisplay.ToJson(calibration);
        json["file"] = folder.GenerationConfig;
        session.WriteResult(json, console =>
        {
            SamplingDisplay.Write(console, calibration);
            console.WriteLine($"saved in {folder.GenerationConfig}{(replaced is null ? "" : $", replacing {SamplingDisplay.Describe(replaced)}")}");
        });
        return ExitCode.Success;
    }
}
