using System.Text;
using PixelGpt.Formats;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary><c>evaluation.json</c>, and the comparison that is made of it.</summary>
internal sealed class EvaluationTarget() : FileTarget("evaluation", "evaluation.json", [.. MakeSeeds().Select(Encoding.UTF8.GetBytes)])
{
    private const string Dataset = """{"name": "creatures", "checksum": "0011", "width": 20, "height": 20, "colors": 167, "splits": {"train": 632, "dev": 80}}""";
    private const string Split = """ "split": "dev", "sprites": 80, "accuracy": 0.5, "nll": 1.5, "nll_completed": 1.25, "bits_per_pixel": 2.1 """;
    private const string Drawing = """{"name": "greedy", "description": "d", "samples": 1, "accuracy": 0.5, "accuracy_standard_error": 0.01, "foreground_accuracy": null, "background_share": 0.5, "memorisation": null, "distances": []}""";

    private static readonly string[] Words = ["dataset", "keep", "splits", "split", "drawings", "baselines", "distances", "warnings", "model", "nll_per_position", "accuracy", "checksum", "greedy", "dev", "no_distances"];

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
        $$"""{"dataset": {{Dataset}}, "keep": 0.6, "splits": [{ {{Split}}, "nll_per_position": [1, 2.5], "drawings": [{{Drawing}}], "baselines": [{{Drawing}}] }], "warnings": ["w"], "no_distances": "why"}""",
    ];
}

/// <summary>The state in a checkpoint.</summary>
internal sealed class CheckpointTarget() : FileTarget("checkpoint", "checkpoint.safetensors", [File(Sound)])
{
    private const string Sound = """{"epoch":1,"batch_in_epoch":2,"step":42,"skipped_steps":0,"skipped_in_epoch":0,"loss_sum":3.5,"train_seconds":1.5,"best_epoch":1,"best_value":2.5}""";

    public override byte[] Mutate(byte[] input, FuzzRandom random) =>
        random.OneIn(2) ? File(JsonMutation.Apply(Sound, random, ["epoch", "batch_in_epoch", "step", "best_epoch", "best_value"])) : SafeTensorsMutation.Apply(input, random);

    protected override void Read(string path)
    {
        PixelGpt.Training.TrainingState state = Checkpoint.ReadState(path);
        Assert.True(state is { Epoch: >= 0, BatchInEpoch: >= 0, Step: >= 0, BestEpoch: >= 0 });
    }

    private static byte[] File(string state)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, [new Tensor("w", [2], new float[2])], new Dictionary<string, string> { ["format"] = "pt", ["pixelgpt.training_state"] = state, ["pixelgpt.sha256"] = new string('0', 64) });
        return stream.ToArray();
    }
}
