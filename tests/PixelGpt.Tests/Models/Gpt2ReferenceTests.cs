using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>GPT-2 against values that Hugging Face transformers computed for the same weights.</summary>
public class Gpt2ReferenceTests
{
    private static readonly string[] Kinds = [.. Kernels.Available.Select(k => k.Name)];

    public static TheoryData<string> AllKernels { get; } = [.. Kinds];

    [SharedTheory]
    [MemberData(nameof(AllKernels))]
    public void Logits_loss_and_every_gradient_match(string kernels)
    {
        (Transformer model, SafeTensors expected, int[][] rows) = Load(kernels);
        Activations activations = model.CreateActivations(400, training: true);

        float[] logits = expected.Floats("logits");
        for (int row = 0; row < rows.Length; row++)
        {
            MatrixSpan actual = model.Forward(rows[row], activations.Positions, activations, new SequenceAttention(model.Description, activations, null));
            for (int t = 0; t < 400; t++)
                for (int v = 0; v < 167; v++) Assert.InRange(actual.Data[(t * actual.RowStride) + v] - logits[(((row * 400) + t) * 167) + v], -1e-4f, 1e-4f);
        }

        float[] gradients = new float[model.Parameters.Extent];
        double loss = rows.Sum(row => SequenceLoss.Train(model, row, activations, null, 1f / 798, gradients)) / 798;
        Assert.Equal(expected.Floats("loss")[0], loss, 1e-5);

        foreach (Parameter parameter in model.Parameters.All)
        {
            float[] want = expected.Floats("grad." + parameter.Name);
            float largest = want.Max(MathF.Abs);
            ReadOnlySpan<float> got = parameter.In(gradients);
            for (int i = 0; i < want.Length; i++)
                Assert.True(Math.Abs(got[i] - want[i]) <= 1e-5f * largest, $"{parameter.Name}[{i}]: {got[i]:g9}, should be {want[i]:g9}");
        }
    }

    private static (Transformer Model, SafeTensors Expected, int[][] Rows) Load(string kernels)
    {
        string folder = SharedData.PathOf("reference", "gpt2");
        var config = ModelConfig.Load(Path.Combine(folder, "config.json"));
        Transformer loaded = ModelFolder.LoadTransformer(config, Path.Combine(folder, "model.safetensors"));
        Transformer model = config.Build(Kernels.Choose(kernels));
        loaded.Parameters.Values.CopyTo(model.Parameters.Values);
        model.Pack();
        var expected = SafeTensors.Load(Path.Combine(folder, "expected.safetensors"));
        int[][] rows = [.. expected.Int64s("input_ids").Select(id => (int)id).Chunk(400)];
        return (model, expected, rows);
    }
}
