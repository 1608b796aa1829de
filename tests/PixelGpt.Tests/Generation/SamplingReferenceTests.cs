using PixelGpt.Formats;
using PixelGpt.Generation.Sampling;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

/// <summary>Logits processors against those of Hugging Face transformers.</summary>
public class SamplingReferenceTests
{
    private static readonly Dictionary<string, ILogitsProcessor[]> Settings = new()
    {
        ["plain"] = [],
        ["temperature"] = [new TemperatureProcessor(0.8)],
        ["top_k"] = [new TopKProcessor(20)],
        ["top_p"] = [new TopPProcessor(0.9)],
        ["temperature_top_k_top_p"] = [new TemperatureProcessor(0.8), new TopKProcessor(20), new TopPProcessor(0.9)],
    };

    public static TheoryData<string> Names { get; } = [.. Settings.Keys];

    [SharedTheory]
    [MemberData(nameof(Names))]
    public void Scores_match(string name)
    {
        var file = SafeTensors.Load(SharedData.PathOf("reference", "sampling", "sampling.safetensors"));
        float[] logits = file.Floats("logits"), expected = file.Floats("scores." + name);
        foreach (ILogitsProcessor processor in Settings[name]) processor.Process(logits);
        for (int i = 0; i < logits.Length; i++)
        {
            if (expected[i] < -1e38) Assert.Equal(float.NegativeInfinity, logits[i]);
            else Assert.InRange(logits[i] - expected[i], -1e-5f, 1e-5f);
        }
    }
}
