using PixelGpt.Formats;
using PixelGpt.Generation.Sampling;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

/// <summary>Logits processors, compared with those of Hugging Face transformers.</summary>
public class SamplingReferenceTests
{
    private static readonly Dictionary<string, ILogitsProcessor[]> Settings = new()
    {
        ["plain"] = [],
        ["temperature"] = [new TemperatureProcessor(0.8)],
        ["top_k"] = [new TopKProcessor(20)],
        ["top_p"] = [new TopPProcessor(0.9)],
        ["min_p"] = [new MinPProcessor(0.05)],
        ["repetition_penalty"] = [new RepetitionPenaltyProcessor(1.2, 167)],
        ["repetition_top_p"] = [new RepetitionPenaltyProcessor(1.2, 167), new TopPProcessor(0.9)],
        ["all"] = [new RepetitionPenaltyProcessor(1.2, 167), new TemperatureProcessor(0.8), new TopKProcessor(20), new TopPProcessor(0.9), new MinPProcessor(0.05)],
        ["temperature_top_k_top_p"] = [new TemperatureProcessor(0.8), new TopKProcessor(20), new TopPProcessor(0.9)],
    };

    public static TheoryData<string> Names { get; } = [.. Settings.Keys];

    [SharedTheory]
    [MemberData(nameof(Names))]
    public void Logits_match_transformers(string name)
    {
        var file = SafeTensors.Load(SharedData.PathOf("reference", "sampling", "sampling.safetensors"));
        float[] logits = file.Floats("logits"), expected = file.Floats("scores." + name);
        int[] pixels = [.. file.Int64s("input_ids").Select(id => (int)id)];
        foreach (ILogitsProcessor processor in Settings[name]) processor.Process(logits, new LogitsContext(pixels));
        for (int i = 0; i < logits.Length; i++)
        {
            if (expected[i] < -1e38) Assert.Equal(float.NegativeInfinity, logits[i]);
            else Assert.InRange(logits[i] - expected[i], -1e-5f, 1e-5f);
        }
    }
}
