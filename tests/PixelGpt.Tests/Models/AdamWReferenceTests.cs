using PixelGpt.Formats;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Compares AdamW with torch.optim.AdamW.</summary>
public class AdamWReferenceTests
{
    public static TheoryData<string> AllKernels { get; } = [.. Kernels.Available.Select(k => k.Name)];

    [SharedTheory]
    [MemberData(nameof(AllKernels))]
    public void Three_steps_match_PyTorch(string kernels)
    {
        var file = SafeTensors.Load(SharedData.PathOf("reference", "adamw", "adamw.safetensors"));
        foreach (string name in (string[])["w", "b"])
        {
            float[] parameters = file.Floats(name + ".0"), expAvg = new float[parameters.Length], expAvgSq = new float[parameters.Length];
            for (int step = 1; step <= 3; step++)
            {
                Kernels.Choose(kernels).AdamW(file.Floats($"{name}.grad.{step}"), new AdamWStep(1e-3, 0.9, 0.999, 1e-8, 0.1, step), parameters, expAvg, expAvgSq);
                AssertEqual(file.Floats($"{name}.{step}"), parameters);
                AssertEqual(file.Floats($"{name}.exp_avg.{step}"), expAvg);
                AssertEqual(file.Floats($"{name}.exp_avg_sq.{step}"), expAvgSq);
            }
        }
    }

    private static void AssertEqual(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i] - expected[i], -1e-6f, 1e-6f);
    }
}
