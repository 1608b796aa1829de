using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Compares each family with values that Hugging Face transformers computed for the same weights.</summary>
public class FamilyReferenceTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string family in (string[])["gpt2", "llama", "mistral", "qwen2"])
                foreach (IKernels kernels in Kernels.Available) cases.Add(family, kernels.Name);
            return cases;
        }
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Logits_loss_and_all_gradients_match_transformers(string family, string kernels)
    {
        (Transformer model, SafeTensors expected, int[][] rows) = Load(family, kernels);
        Activations activations = model.CreateActivations(400, training: true);

        float[] logits = expected.Floats("logits");
        for (int row = 0; row < rows.Length; row++)
        {
            MatrixSpan actual = model.Forward(TokenRows.OfSequence(rows[row], activations.Positions), activations, activations.GetSequenceAttention());
            for (int t = 0; t < 400; t++)
                for (int v = 0; v < 167; v++) Assert.InRange(actual.Data[(t * actual.RowStride) + v] - logits[(((row * 400) + t) * 167) + v], -1e-4f, 1e-4f);
        }

        float[] gradients = new float[model.Parameters.Extent];
        double loss = rows.Sum(row => SequenceLoss.AddGradient(model, row, activations, null, 1f / 798, gradients)) / 798;
        Assert.Equal(expected.Floats("loss")[0], loss, 1e-5);

        foreach (Parameter parameter in model.Parameters.All)
        {
            float[] reference = expected.Floats("grad." + parameter.Name);
            float largest = reference.Max(MathF.Abs);
            ReadOnlySpan<float> actual = parameter.In(gradients);
            for (int i = 0; i < reference.Length; i++)
                Assert.True(Math.Abs(actual[i] - reference[i]) <= 1e-5f * largest, $"{parameter.Name}[{i}]: expected {reference[i]:g9}, got {actual[i]:g9}");
        }
    }

    private static (Transformer Model, SafeTensors Expected, int[][] Rows) Load(string family, string kernels)
    {
        string folder = SharedData.PathOf("reference", family);
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
