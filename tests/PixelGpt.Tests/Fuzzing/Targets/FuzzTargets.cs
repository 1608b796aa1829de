namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>Every reader there is. A new one is a class and a line here.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Func<FuzzTarget>> All { get; } = new Dictionary<string, Func<FuzzTarget>>
    {
        ["png"] = () => new PngTarget(),
        ["safetensors"] = () => new SafeTensorsTarget(),
        ["safetensors-index"] = () => new ShardIndexTarget(),
        ["pth"] = () => new PthTarget(),
        ["npz"] = () => new NpzTarget(),
        ["colormap"] = () => new ColormapTarget(),
        ["pixel-text"] = () => new PixelTextTarget(),
        ["config"] = () => new ConfigTarget(),
        ["recipe"] = () => new RecipeTarget(),
        ["training-record"] = () => new TrainingRecordTarget(),
        ["metrics"] = () => new MetricsTarget(),
        ["evaluation"] = () => new EvaluationTarget(),
        ["checkpoint"] = () => new CheckpointTarget(),
        ["judge-record"] = () => new JudgeRecordTarget(),
        ["hub-splits"] = () => new HubSplitsTarget(),
        ["hub-rows"] = () => new HubRowsTarget(),
    };
}
