using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public class ColorPointerTests
{
    public static TheoryData<string> KernelNames => new(Kernels.Available.Select(k => k.Name));

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void The_output_is_a_distribution_and_the_loss_is_its_surprisal(string kernels)
    {
        Transformer model = TinyModels.Family("pixelgpt", Kernels.Choose(kernels));
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        Activations activations = model.CreateActivations(pixels.Length, training: false);
        float[][] rows = LogProbabilities(model, pixels, activations);
        Assert.All(rows, row => Assert.Equal(1, row.Sum(v => Math.Exp(v)), 1e-5));
        float[] nll = SequenceLoss.Evaluate(model, pixels, activations).ToArray();
        for (int i = 0; i < nll.Length; i++) Assert.Equal(-rows[i][pixels[i + 1]], nll[i], 1e-4f);
    }

    [Fact]
    public void With_an_open_gate_only_colours_already_used_are_probable()
    {
        Transformer model = TinyModels.Family("pixelgpt");
        Parameter bias = model.Parameters.All.Single(p => p.Name == "model.pointer.qk_gate_proj.bias");
        bias.In(model.Parameters.Values)[^1] = 100;
        int[] pixels = [3, 3, 5, 3, 5, 7, 1, 3];
        float[][] rows = LogProbabilities(model, pixels, model.CreateActivations(pixels.Length, training: false));
        for (int i = 0; i < rows.Length; i++)
        {
            int[] used = [.. pixels[..(i + 1)].Distinct()];
            for (int color = 0; color < TinyModels.Colors; color++) Assert.Equal(used.Contains(color), rows[i][color] > -20);
        }
    }

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void A_whole_sequence_has_the_same_bits_as_its_decoding_steps(string kernels)
    {
        // More positions than a block of rows has.
        Transformer model = TinyModels.Pixel(0, json => json["max_position_embeddings"] = 24 * TinyModels.Width).Build(Kernels.Choose(kernels), TinyModels.Palette());
        model.Parameters.Initialize(1);
        model.Pack();
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        var picture = new PictureContext(TinyModels.Width, 24);
        Activations activations = model.CreateActivations(pixels.Length, training: false);
        var tokens = TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, pixels.Length - 1), picture);
        MatrixSpan logits = model.Forward(tokens, activations, activations.GetSequenceAttention());
        Assert.True(logits.Rows > 2 * PointerActivations.BlockRows);

        var batch = new StepBatch([model], 1, pixels.Length);
        var cache = new SequenceCache([model], pixels.Length);
        cache[0].Start(picture);
        for (int position = 0; position < logits.Rows; position++)
        {
            batch.Clear();
            batch.Add(0, pixels[position], position, cache);
            Assert.Equal(Probabilities.Row(logits, position).ToArray(), StepBatch.Row(batch.Forward(), 0).ToArray());
        }
    }

    private static float[][] LogProbabilities(Transformer model, int[] pixels, Activations activations)
    {
        var tokens = TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, pixels.Length - 1));
        MatrixSpan logits = model.Forward(tokens, activations, activations.GetSequenceAttention());
        float[][] rows = new float[logits.Rows][];
        for (int row = 0; row < rows.Length; row++) rows[row] = logits.Data.Slice(row * logits.RowStride, logits.Columns).ToArray();
        return rows;
    }
}
