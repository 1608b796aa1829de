using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Runs.TensorBoard;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt train</c></summary>
internal sealed class TrainCommand : Command, IRunnable
{
    private readonly DataOptions _data;
    private readonly NewRunOptions _newRun;
    private readonly Option<string?> _from = new("--from") { Description = "Start from the weights of a model instead of random ones (fine-tuning): built-in, or a run or model folder. The new model has its family and size; --recipe and its options change how it is trained.", HelpName = "built-in|RUN" };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Run folder (default: a new folder in runs/).");
    private readonly Option<bool> _resume = new("--resume") { Description = "Resume the run in --out from its last checkpoint. Only --epochs, --lr, --muon-lr, --clip, --skip-bad-steps, --threads, --checkpoint-every and --tensorboard can change; the other options can be repeated." };
    private readonly Option<double?> _checkpointEvery = CommonOptions.CheckpointEvery();
    private readonly Option<string?> _tensorBoard = CommonOptions.TensorBoard();
    private readonly Option<string> _device = CommonOptions.Device("Where to train and to score the dev split");
    private readonly Option<bool> _mpi = CommonOptions.Mpi("each batch");

    public TrainCommand()
        : base("train", "Train a model on a data set. Without further options this is the small preset of the pixel family with the recipe of that preset.")
    {
        _data = new DataOptions(this);
        _newRun = new NewRunOptions(this);
        Options.Add(_from);
        Options.Add(_threads);
        Options.Add(_out);
        Options.Add(_resume);
        Options.Add(_checkpointEvery);
        Options.Add(_tensorBoard);
        Options.Add(_device);
        Options.Add(_mpi);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt train --data creatures",
        "pixelgpt train --data creatures --budget 2m",
        "pixelgpt train --data ../my-sprites --preset base --seed 1 --out runs/mine",
        "pixelgpt train --data ../my-sprites --from built-in",
        "pixelgpt train --data creatures --recipe coursework",
        "pixelgpt train --data pokemon --model llama --schedule cosine --warmup 100 --best-metric dev-loss",
        "pixelgpt train --data creatures --layers 3 --heads 4 --dim 96 --dropout 0.1 --tensorboard logs",
        "pixelgpt train --resume --out runs/mine",
        "pixelgpt train --data pokemon --layers 12 --dim 384 --heads 12 --device auto",
        "mpirun -n 8 pixelgpt train --data creatures --out runs/mine --mpi",
    ];

    public async Task<int> RunAsync(Session session)
    {
        int threads = session.ReadThreads(_threads);
        SavePolicy policy = session.ReadSavePolicy(_checkpointEvery);
        using var device = DeviceChoice.Read(session, _device);
        if (!session.IsRoot) return await SharedTraining.WorkAsync(session, threads);
        using TrainingRun run = session.Get(_resume) ? await ResumeAsync(session, threads, device) : await CreateAsync(session, threads, device);
        run.SavePolicy = policy;
        if (session.Get(_tensorBoard) is { } events) run.LogToTensorBoard(events);
        SharedTraining.Start(session, run);
        return TrainingWorkflow.Run(session, run);
    }

    private async Task<TrainingRun> CreateAsync(Session session, int threads, DeviceChoice choice)
    {
        DataReference reference = _data.ReadRequired(session);
        BaseModelReference? baseModel = session.Get(_from) is { } from ? BaseModelReference.Create(from) : null;
        _newRun.Check(session, baseModel);
        SpriteDataset data = await session.LoadAsync(reference);
        (ModelConfig config, TrainingRecipe recipe) = _newRun.Read(session, data, threads, baseModel: baseModel, device: choice);
        RunFolder folder = session.Get(_out) is { } path ? new RunFolder(path) : RunFolder.CreateNew($"{reference.Name}-{(baseModel is null ? config.Family.ModelType : "tuned")}");
        if (session.Get(_tensorBoard) is { } events) TensorBoardFolder.CheckFree(events, folder);
        ComputeDevice? device = choice.ForTraining(config, data, recipe);
        return baseModel is null
            ? TrainingRun.Create(folder, config, reference, data, recipe, threads, group: session.Group, device: device)
            : TrainingRun.FineTune(folder, baseModel, reference, data, recipe, threads, group: session.Group, device: device);
    }

    private async Task<TrainingRun> ResumeAsync(Session session, int threads, DeviceChoice choice)
    {
        var folder = new RunFolder(session.Get(_out) ?? throw new InputException("--resume requires --out, the folder of the run"));
        var record = TrainingRecord.Load(folder.Record);
        DataReference reference = _data.ReadMoved(session, record.Data);
        SpriteDataset data = await session.LoadAsync(reference);
        var config = ModelConfig.Load(folder.Config);
        RecipeChanges changes = _newRun.ReadChanges(session, record, config, data, session.Get(_from));
        ComputeDevice? device = null;
        if (record.Teacher is not null) choice.RequireProcessor("distillation");
        else device = choice.ForTraining(config, data, record.Recipe);
        if (device?.Id != record.Device) session.Progress.WriteLine($"note     the run was trained on the device {Excerpt.Of(record.Device ?? DeviceNames.Cpu)} before; {device?.Id ?? DeviceNames.Cpu} gives slightly other results");
        return TrainingRun.ResumeWith(folder, reference, data, changes, threads, group: session.Group, device: device);
    }
}
