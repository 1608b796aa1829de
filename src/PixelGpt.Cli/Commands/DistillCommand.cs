using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Training;
using PixelGpt.Training.Distillation;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt distill</c></summary>
internal sealed class DistillCommand : Command, IRunnable
{
    private readonly Argument<string> _teacher = new("TEACHER") { Description = "The folder of an ensemble or of a single model." };
    private readonly Option<double?> _weight = CommonOptions.Number("--weight", $"Weight of the teacher's distribution in the loss, greater than 0 and at most 1; the true pixels have the rest (default: {Teacher.DefaultWeight}).", "W");
    private readonly DataOptions _data;
    private readonly NewRunOptions _newRun;
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Run folder (default: a new folder in runs/).");
    private readonly Option<double?> _checkpointEvery = CommonOptions.CheckpointEvery();
    private readonly Option<string> _device = CommonOptions.ProcessorOnly("Where to train. A teacher is computed on the processor only");
    private readonly Option<bool> _mpi = CommonOptions.Mpi("each batch");

    public DistillCommand()
        : base("distill", "Train one model on the predictions of an ensemble. The run is resumed with 'pixelgpt train --resume'.")
    {
        Arguments.Add(_teacher);
        Options.Add(_weight);
        _data = new DataOptions(this, "Data set to train on", "the one that the teacher was trained on");

        // The speed measurement of --budget does not include the teacher.
        _newRun = new NewRunOptions(this, hasBudget: false);
        Options.Add(_threads);
        Options.Add(_out);
        Options.Add(_checkpointEvery);
        Options.Add(_device);
        Options.Add(_mpi);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt distill runs/ensemble --out runs/distilled",
        "pixelgpt distill runs/ensemble --preset base --epochs 100 --seed 1 --out runs/distilled",
        "pixelgpt distill runs/ensemble --layers 3 --dim 96 --heads 4 --weight 0.7",
    ];

    public async Task<int> RunAsync(Session session)
    {
        int threads = session.ReadThreads(_threads);
        SavePolicy policy = session.ReadSavePolicy(_checkpointEvery);
        using (var device = DeviceChoice.Read(session, _device)) device.RequireProcessor("distillation");
        if (!session.IsRoot) return await SharedTraining.WorkAsync(session, threads);
        string path = session.Get(_teacher)!;
        double weight = session.Get(_weight) ?? Teacher.DefaultWeight;
        Teacher.CheckWeight(weight);
        PixelModel model = PixelModel.Load(path);
        var teacher = TeacherReference.Create(path, weight);
        DataReference reference = RunDefaults.Load(new RunFolder(path)).Choose(_data.Read(session), path);
        _newRun.Check(session);
        SpriteDataset data = await session.LoadAsync(reference);
        (ModelConfig config, TrainingRecipe recipe) = _newRun.Read(session, data, threads);
        if (recipe.Recolor && !Teacher.SupportsRecolor(model))
        {
            recipe = recipe with { Recolor = false };
            session.Progress.WriteLine("note     the palette is not recoloured, because a teacher without colour features would not see it");
        }

        if (recipe.MaskFraction > 0 && !model.SupportsAnyOrder)
        {
            recipe = recipe with { MaskFraction = 0 };
            session.Progress.WriteLine("note     pictures are not masked, because a member of the teacher supports raster order only");
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        RunFolder folder = session.Get(_out) is { } output ? new RunFolder(output) : RunFolder.CreateNew($"{name}-distilled");
        using var run = TrainingRun.Create(folder, config, reference, data, recipe, threads, teacher, group: session.Group);
        run.SavePolicy = policy;
        SharedTraining.Start(session, run);
        return TrainingWorkflow.Run(session, run);
    }
}
