using PixelGpt.Gpu.Networks;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Tests.Networks;

[Collection(EmulatedDevice.Collection)]
public class GpuTransformerTests(EmulatedDevice device)
{
    private const int Length = 14, Prefilled = 2;

    public static TheoryData<string> Variants => [.. TinyModels.Variants, "pixelgpt-plain", "pixelgpt-conditions"];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Logits_match_the_processor(string family)
    {
        Transformer model = TinyModels.Family(family, new ReferenceKernels());
        (ReadOnlyMemory<int> Pixels, PictureContext Context)[] sequences = [.. Pictures(model).Select(p => (p.Pixels, p.Context))];
        int rows = sequences.Min(s => s.Pixels.Length) - 1, colors = model.Description.VocabularySize;
        using var transformer = new GpuTransformer(device.Fast, model, new PassSize(sequences.Length, rows, IsTrained: false));
        transformer.Forward(sequences, 0, rows);
        float[] logits = EmulatedDevice.Download(transformer.Logits, sequences.Length * rows * colors);
        for (int i = 0; i < sequences.Length; i++) EmulatedDevice.AssertClose(LogitsOf(model, sequences[i].Pixels.Span, sequences[i].Context, rows), logits.AsSpan(i * rows * colors, rows * colors), 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Losses_and_gradients_with_dropout_match_the_processor(string family)
    {
        Transformer model = TinyModels.Family(family, new ReferenceKernels(), dropout: 0.2);
        TrainingPicture[] pictures = Pictures(model);
        float[] expected = new float[model.Parameters.Extent], actual = new float[expected.Length], again = new float[expected.Length];
        Activations activations = model.CreateActivations(Length, training: true);
        double expectedLoss = 0;
        for (int i = 0; i < pictures.Length; i++)
            expectedLoss += SequenceLoss.AddGradient(model, pictures[i].Pixels.Span, activations, new DropoutContext(3, 7, 5 + i), 0.25f, expected, pictures[i].Context);
        model.CompleteGradients(expected);
        using var transformer = new GpuTransformer(device.Fast, model, new PassSize(pictures.Length, Length - 1, IsTrained: true));
        Assert.Equal(expectedLoss, Compute(transformer, actual), 1e-4 * expectedLoss);
        foreach (Parameter parameter in model.Parameters.All)
        {
            float[] one = parameter.In((ReadOnlySpan<float>)expected).ToArray(), other = parameter.In((ReadOnlySpan<float>)actual).ToArray();
            double norm = Math.Sqrt(one.Sum(v => (double)v * v)), difference = Math.Sqrt(one.Zip(other, (a, b) => Math.Pow((double)a - b, 2)).Sum());
            Assert.True(difference <= (1e-4 * norm) + 1e-5, $"{parameter.Name}: norm {norm}, difference {difference}");
        }

        Compute(transformer, again);
        Assert.Equal(actual, again);

        double Compute(GpuTransformer transformer, float[] gradient)
        {
            transformer.Parameters.Gradients.Clear();
            double loss = transformer.AddGradient(pictures, new DropoutContext(3, 7, 5), Length, 0.25f);
            transformer.Parameters.CompleteGradients();
            transformer.Parameters.Gradients.Download(gradient);
            return loss;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Logits_with_a_cache_match_the_processor(string family)
    {
        Transformer model = TinyModels.Family(family, new ReferenceKernels());
        TrainingPicture[] pictures = Pictures(model);
        int colors = model.Description.VocabularySize;
        using var loaded = new GpuLoadedModel(device.Fast, [model], new LoadedModelSize(pictures.Length, Prefilled, Length));
        (ReadOnlyMemory<int>, PictureContext)[] sequences = [.. pictures.Select(p => (p.Pixels[..(Length - 3)], p.Context))];
        loaded.Forward(sequences, 0, Prefilled);
        float[] logits = new float[pictures.Length * colors];
        for (int position = Prefilled; position < Length - 3; position++)
        {
            loaded.Forward(sequences, position, 1);
            loaded.CopyLogits(logits);
            for (int i = 0; i < pictures.Length; i++)
            {
                float[] expected = LogitsOf(model, pictures[i].Pixels.Span, pictures[i].Context, position + 1);
                EmulatedDevice.AssertClose(expected.AsSpan(position * colors), logits.AsSpan(i * colors, colors), 1e-5f);
            }
        }
    }

    /// <summary>Creates pictures of different lengths; in a model for any order, one of them has the order of a mask.</summary>
    private static TrainingPicture[] Pictures(Transformer model)
    {
        bool isAny = model.Description.PictureSizes.IsAny;
        PictureContext context = isAny ? new PictureContext(2, Length / 2) : new PictureContext(TinyModels.Width, TinyModels.Height);
        PixelOrder? order = model.Description.AnyOrder ? PixelOrder.Of([.. Enumerable.Range(0, isAny ? Length : TinyModels.Width * TinyModels.Height).Select(i => i % 3 != 1)]) : null;
        PictureContext changed = context with { IsFlipped = true, Turns = 1, ShiftX = -1, ShiftY = 2, Condition = model.Description.Conditions > 0 ? 2 : 0, Order = order };
        return
        [
            new TrainingPicture(TinyModels.Pixels(model, 1).AsMemory(0, Length), changed),
            new TrainingPicture(TinyModels.Pixels(model, 2).AsMemory(0, Length - 3), context),
            new TrainingPicture(TinyModels.Pixels(model, 3).AsMemory(0, Length - 1), context),
        ];
    }

    private static float[] LogitsOf(Transformer model, ReadOnlySpan<int> pixels, PictureContext context, int rows)
    {
        Activations activations = model.CreateActivations(rows, training: false);
        MatrixSpan logits = model.Forward(TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, rows), context), activations, activations.GetSequenceAttention());
        float[] values = new float[rows * logits.Columns];
        for (int row = 0; row < rows; row++) logits.Data.Slice(row * logits.RowStride, logits.Columns).CopyTo(values.AsSpan(row * logits.Columns));
        return values;
    }
}
