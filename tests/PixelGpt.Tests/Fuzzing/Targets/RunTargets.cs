using System.Text;
using PixelGpt.Formats;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary><c>evaluation.json</c>, with a comparison.</summary>
internal sealed class EvaluationTarget() : FileTarget("evaluation", "evaluation.json", [.. MakeSeeds().Select(Encoding.UTF8.GetBytes)])
{
    private const string Dataset = """{"name": "creatures", "checksum": "0011", "width": 20, "height": 20, "colors": 167, "splits": {"train": 632, "dev": 80}}""";
    private const string Split = """ "split": "dev", "sprites": 80, "accuracy": 0.5, "nll": 1.5, "nll_completed": 1.25, "bits_per_pixel": 2.1 """;
    private const string Completion = """{"name": "greedy", "description": "d", "samples": 1, "accuracy": 0.5, "accuracy_standard_error": 0.01, "foreground_accuracy": null, "background_share": 0.5, "memorization": null, "distances": []}""";

    private static readonly string[] Words = ["dataset", "prompt_fraction", "keep", "splits", "split", "drawings", "baselines", "distances", "warnings", "model", "nll_per_position", "accuracy", "checksum", "greedy", "dev", "no_distances"];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, Words);

    protected override void Read(string path)
    {
        var report = EvaluationReport.Load(path);
        _ = report.OriginalFid;
        _ = RunComparison.Of([new ComparedRun("a", report), new ComparedRun("b", report)]);
    }

    private static string[] MakeSeeds() =>
    [
        $$"""{"dataset": {{Dataset}}, "keep": 0.6, "splits": [{ {{Split}} }]}""",
        $$"""{"dataset": {{Dataset}}, "prompt_fraction": 0.6, "splits": [{ {{Split}}, "nll_per_position": [1, 2.5], "drawings": [{{Completion}}], "baselines": [{{Completion}}] }], "warnings": ["w"], "no_distances": "why"}""",
    ];
}

/// <summary><c>ensemble.json</c>: its members, and the defaults of other commands.</summary>
internal sealed class EnsembleTarget() : FileTarget("ensemble", EnsembleFolder.FileName, [Encoding.UTF8.GetBytes(Valid)])
{
    private const string Valid = """{"members": [{"folder": "member-1", "source": "/runs/a", "weights_checksum": "00"}, {"folder": "member-2"}], "prompt_fraction": 0.6, "data": {"source": "creatures", "size": "20x20"}}""";

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["members", "folder", "member-1", "..", "../a", "prompt_fraction", "data", "source", "size"]);

    protected override void Read(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        Assert.All(EnsembleFolder.ReadMembers(folder), member => Assert.Equal(Path.GetFullPath(folder), Path.GetDirectoryName(Path.GetFullPath(member))));
        Assert.InRange(RunDefaults.Load(new RunFolder(folder)).PromptFraction, 0, 1);
    }
}

/// <summary>The training state of a checkpoint.</summary>
internal sealed class CheckpointTarget() : FileTarget("checkpoint", "checkpoint.safetensors", [File(Valid)])
{
    private const string Valid = """{"epoch":1,"batch_in_epoch":2,"step":42,"skipped_steps":0,"skipped_in_epoch":0,"loss_sum":3.5,"train_seconds":1.5,"best_epoch":1,"best_value":2.5}""";

    public override byte[] Mutate(byte[] input, FuzzRandom random) =>
        random.OneIn(2) ? File(JsonMutation.Apply(Valid, random, ["epoch", "batch_in_epoch", "step", "best_epoch", "best_value"])) : SafeTensorsMutation.Apply(input, random);

    protected override void Read(string path)
    {
        PixelGpt.Training.TrainingState state = Checkpoint.ReadState(path);
        Assert.True(state is { Epoch: >= 0, BatchInEpoch: >= 0, Step: >= 0, BestEpoch: >= 0 });
    }

    private static byte[] File(string state)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, [new NamedTensor("w", [2], new float[2])], new Dictionary<string, string> { ["format"] = "pt", ["pixelgpt.training_state"] = state, ["pixelgpt.sha256"] = new string('0', 64) });
        return stream.ToArray();
    }
}

/// <summary><c>judge.json</c>.</summary>
internal sealed class JudgeRecordTarget() : FileTarget("judge-record", "judge.json", [Encoding.UTF8.GetBytes(Valid), Encoding.UTF8.GetBytes(Valid.Replace("prompt_fraction", "keep", StringComparison.Ordinal))])
{
    public const string Valid = """
        {"data": "creatures", "data_checksum": "0011", "width": 20, "height": 20, "recipe": {"model": "gpt2", "copies": 4, "generator_epochs": 12, "early_epoch": 1, "generator_learning_rate": 0.003, "negative_rounds": 3,
         "epochs": 12, "batch_size": 64, "learning_rate": 0.003, "weight_decay": 0.1, "dropout": 0.2, "hidden_size": 32, "prompt_fraction": 0.6, "pass_rate": 0.9, "held_out_kinds": true, "seed": 0},
         "negatives": [{"kind": "k", "description": "d"}], "kept_epoch": 3, "temperature": 1.5, "threshold": -0.5,
         "dev": {"split": "dev", "sprites": 80, "auc": 0.9, "pass_rate": 0.9, "calibration": {"expected_calibration_error": 0.1, "brier_score": 0.1, "cross_entropy": 0.5, "reliability": []}, "unscaled_calibration_error": 0.1, "kinds": []},
         "test": null, "held_out_kinds": [{"kind": "k", "negatives": 3, "auc": 0.9, "pass_rate": 0.1, "calibration_error": 0.1, "brier_score": 0.1}], "scale": []}
        """;

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["width", "height", "recipe", "model", "temperature", "threshold", "dev", "test", "negatives", "held_out_kinds", "scale", "prompt_fraction", "keep", "hidden_size"]);

    protected override void Read(string path)
    {
        JudgeRecord record = Judge.LoadRecord(path);
        record.Recipe.Validate();
        Assert.InRange(checked(record.Width * record.Height), 1, 1 << 24);
        Assert.All((object[])[record.Data, record.DataChecksum, record.Dev.Kinds, record.Dev.Calibration.Reliability], Assert.NotNull);
    }
}
