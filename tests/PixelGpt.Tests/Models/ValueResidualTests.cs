using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public class ValueResidualTests
{
    [Fact]
    public void Every_layer_but_the_first_has_a_share_of_one_half()
    {
        Transformer model = Build(residual: true);
        Assert.Equal(["1", "2", "3"], model.Parameters.All.Where(p => p.Name.Contains("value_residual", StringComparison.Ordinal)).Select(p => p.Name.Split('.')[2]));
        for (int layer = 1; layer < 4; layer++) Assert.Equal([0.5f], model.Parameters[Share(model, layer)].ToArray());
        Assert.DoesNotContain(Build(residual: false).Parameters.All, p => p.Name.Contains("value_residual", StringComparison.Ordinal));
        Assert.Contains("'value_residual' must be true or false", Assert.Throws<InputException>(() => TinyModels.Pixel(0, json => json["value_residual"] = 1)).Message);
    }

    [Fact]
    public void With_a_share_of_zero_the_model_computes_the_same_bits_as_without()
    {
        Transformer with = Build(residual: true), without = Build(residual: false);
        foreach (Parameter parameter in without.Parameters.All)
            without.Parameters[parameter].CopyTo(with.Parameters.All.Single(p => p.Name == parameter.Name).In(with.Parameters.Values));
        Set(with, 0);
        Assert.Equal(Logits(without), Logits(with));
        Set(with, 0.25f);
        Assert.NotEqual(Logits(without), Logits(with));
    }

    [Fact]
    public void With_a_share_of_one_only_the_values_of_the_first_layer_count()
    {
        Transformer model = Build(residual: true);
        Set(model, 1);
        float[] before = Logits(model);
        for (int layer = 1; layer < 4; layer++) ValueRows(model, layer).Clear();
        model.Pack();
        float[] withoutOwn = Logits(model);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], withoutOwn[i], 1e-5f);
        ValueRows(model, 0).Clear();
        model.Pack();
        Assert.NotEqual(before, Logits(model));
    }

    private static Transformer Build(bool residual)
    {
        Transformer model = TinyModels.Pixel(0, json => (json["value_residual"], json["num_hidden_layers"]) = (residual, 4)).Build(palette: TinyModels.Palette());
        model.Parameters.Initialize(1);
        model.Pack();
        return model;
    }

    private static Parameter Share(Transformer model, int layer) => model.Parameters.All.Single(p => p.Name == $"model.layers.{layer}.self_attn.value_residual.weight");

    private static void Set(Transformer model, float share)
    {
        for (int layer = 1; layer < 4; layer++) Share(model, layer).In(model.Parameters.Values)[0] = share;
        model.Pack();
    }

    private static Span<float> ValueRows(Transformer model, int layer)
    {
        Parameter weight = model.Parameters.All.Single(p => p.Name == $"model.layers.{layer}.self_attn.qkv_proj.weight");
        return weight.In(model.Parameters.Values)[(weight.Length * 2 / 3)..];
    }

    private static float[] Logits(Transformer model)
    {
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        Activations activations = model.CreateActivations(pixels.Length, training: false);
        MatrixSpan logits = model.Forward(TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, pixels.Length - 1)), activations, activations.GetSequenceAttention());
        return logits.Data[..(logits.Rows * logits.RowStride)].ToArray();
    }
}
