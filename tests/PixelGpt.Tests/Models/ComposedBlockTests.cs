using PixelGpt.Generation;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Models.Composition;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Blocks that are composed from parts: their gradients, their KV cache, and their errors.</summary>
public class ComposedBlockTests
{
    public static TheoryData<string> KernelNames => [.. Kernels.Available.Select(k => k.Name)];

    /// <summary>The built-in block, composed: the same parameters, dropout masks, loss and gradients.</summary>
    [Theory]
    [InlineData("gpt2", "transformer.h.{0}", "ln_1", "ln_2")]
    [InlineData("llama", "model.layers.{0}", "input_layernorm", "post_attention_layernorm")]
    [InlineData("qwen3", "model.layers.{0}", "input_layernorm", "post_attention_layernorm")]
    [InlineData("pixelgpt-value-residual", "model.layers.{0}", "input_layernorm", "post_attention_layernorm")]
    public void The_built_in_block_composed_of_its_parts_has_the_same_bits(string family, string prefix, string attentionNorm, string mlpNorm)
    {
        Transformer builtIn = TinyModels.Family(family, dropout: 0.2);
        Transformer composed = Rebuild(builtIn, (block, x) =>
        {
            BlockValue h = x + block.Dropout(block.Attention(block.Norm(attentionNorm, x)));
            return h + block.Dropout(block.Mlp(block.Norm(mlpNorm, h)));
        }, prefix);
        Assert.Equal(builtIn.Parameters.All.Select(p => (p.Name, p.Offset, p.Length)), composed.Parameters.All.Select(p => (p.Name, p.Offset, p.Length)));

        (double Loss, float[] Gradients) expected = LossOf(builtIn), actual = LossOf(composed);
        Assert.Equal(expected.Loss, actual.Loss);
        Assert.Equal(expected.Gradients, actual.Gradients);
        Assert.Equal(Complete(builtIn), Complete(composed));
    }

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Gradients_of_all_parts_match_finite_differences(string kernels)
    {
        Transformer model = AllParts(Kernels.Choose(kernels));
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        var picture = new PictureContext(TinyModels.Width, TinyModels.Height);
        FiniteDifferences.Check(model, gradients => SequenceLoss.AddGradient(model, pixels, activations, new DropoutContext(7, 3, 1), 1, gradients, picture));
    }

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Decoding_with_and_without_KV_cache_gives_the_same_pixels(string kernels)
    {
        Transformer model = AllParts(Kernels.Choose(kernels));
        int[] prompt = TinyModels.Pixels(model, seed: 5)[..7];
        var options = new GenerationOptions { DoSample = true, Seed = 4 };
        var request = new CompletionRequest(prompt, 30, Width: TinyModels.Width);
        Activations activations = model.CreateActivations(30, training: false);
        var sampler = new Sampler(options, TinyModels.Colors);
        int[] pixels = [.. prompt, .. new int[23]];
        for (int at = prompt.Length; at < pixels.Length; at++)
        {
            MatrixSpan logits = model.Forward(TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, at), request.Picture), activations, activations.GetSequenceAttention());
            pixels[at] = sampler.Choose(Probabilities.Row(logits, at - 1), pixels.AsSpan(0, at), request);
        }

        using var decoder = new PixelDecoder(new PixelModel(TinyModels.Config(), model, TinyModels.Palette()), 1);
        Assert.Equal(pixels, decoder.Complete([request], options)[0]);
    }

    public static TheoryData<string, BlockComposition> Mistakes => new()
    {
        { "must call Attention once (got no call)", (block, x) => block.Mlp(x) },
        { "must call Attention once (got two calls)", (block, x) => block.Attention(block.Attention(x)) },
        { "at most once (got two calls)", (block, x) => block.Mlp(block.Mlp(block.Attention(x))) },
        { "must return rows of the hidden size, 20 (got 3)", (block, x) => block.Columns(block.Attention(x), 0, 3) },
        { "must return a value (got null)", (_, _) => null! },
        { "the input of Attention must have the hidden size, 20 (got 8)", (block, x) => block.Attention(block.Linear("a", x, 8)) },
        { "must have the same width (got 20 and 8)", (block, x) => x + block.Linear("a", x, 8) },
        { "or one of them width 1 (got 20 and 8)", (block, x) => x * block.Linear("a", x, 8) },
        { "must be unique in its block (got 'a' twice)", (block, x) => block.Norm("a", block.Norm("a", x)) },
        { "must consist of letters, digits, '_' and '.' (got '{0}')", (block, x) => block.Norm("{0}", x) },
        { "at most 24 times", (block, x) => Enumerable.Range(0, 25).Aggregate(x, (y, _) => block.Dropout(y)) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_in_a_composition_are_named(string message, BlockComposition composition) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Rebuild(TinyModels.Gpt2(), composition)).Message);

    [Fact]
    public void Values_of_another_block_are_refused()
    {
        BlockValue? first = null;
        Assert.Contains("belongs to another block", Assert.Throws<ArgumentException>(() => Rebuild(TinyModels.Gpt2(), (block, x) => block.Attention(x) + (first ??= x))).Message);
    }

    /// <summary>Builds a model with a block of all parts, except those of the built-in block.</summary>
    private static Transformer AllParts(IKernels kernels) => Rebuild(TinyModels.Gpt2(kernels, dropout: 0.2), (block, x) =>
    {
        BlockValue normed = block.Norm("norm", x, NormKind.RmsNorm), wide = block.Linear("wide", normed, 13, hasBias: true);
        BlockValue gates = block.Softmax(block.Linear("gates", normed, 3, standardDeviation: 0.5f));
        BlockValue first = block.Columns(gates, 0, 1) * block.Gelu(wide), second = block.Tanh(block.Shift("shift", wide)) * block.Columns(gates, 1, 1);
        BlockValue third = block.Columns(gates, 2, 1) * block.Map(wide, MathF.Sin, MathF.Cos);
        BlockValue mixed = block.Norm("mixed", block.Join(first + second - third, block.Silu(wide) + 0.5f), NormKind.LayerNorm);
        BlockValue down = block.Linear("down", block.Gain("gain", mixed), x.Width) * block.Sigmoid(block.Mean(x));
        BlockValue attention = block.Attention(normed), positive = block.Relu(attention);
        return x + block.Dropout(0.7f * down) + attention + (positive * positive);
    });

    /// <summary>Builds a model with other blocks, and with the weights of a model as far as it has them.</summary>
    private static Transformer Rebuild(Transformer model, BlockComposition block, string prefix = "block.{0}")
    {
        TransformerDescription description = model.Description with { Block = block, Names = model.Description.Names with { Block = prefix } };
        var rebuilt = new Transformer(description, model.Kernels, TinyModels.Palette());
        rebuilt.Parameters.Initialize(2);
        foreach (Parameter parameter in rebuilt.Parameters.All)
        {
            Span<float> values = parameter.In(rebuilt.Parameters.Values);
            if (model.Parameters.All.FirstOrDefault(p => p.Name == parameter.Name) is { } old) model.Parameters[old].CopyTo(values);
            else if (parameter.Initializer.StandardDeviation > 0) Enlarge(values);
        }

        rebuilt.Pack();
        return rebuilt;
    }

    /// <summary>Makes initial weights large enough that every part affects the result.</summary>
    private static void Enlarge(Span<float> values)
    {
        foreach (ref float value in values) value *= 8;
    }

    private static (double Loss, float[] Gradients) LossOf(Transformer model)
    {
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        float[] gradients = new float[model.Parameters.Extent];
        double loss = SequenceLoss.AddGradient(model, pixels, model.CreateActivations(pixels.Length, training: true), new DropoutContext(7, 3, 1), 1, gradients, new PictureContext(TinyModels.Width, TinyModels.Height));
        return (loss, gradients);
    }

    private static int[] Complete(Transformer model)
    {
        using var decoder = new PixelDecoder(new PixelModel(TinyModels.Config(), model, TinyModels.Palette()), 1);
        return decoder.Complete([new CompletionRequest(TinyModels.Pixels(model, seed: 5).AsMemory()[..7], 30, Width: TinyModels.Width)], GenerationOptions.Greedy)[0];
    }
}
