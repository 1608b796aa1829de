using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;
using PixelGpt.Training.Augmentation;

namespace PixelGpt.Tests.Training;

/// <summary>The conditions that augmentations of a program return: in training, and in predictions.</summary>
public class ProgramAugmentationsTests
{
    private static readonly ModelConfig Config = TinyModels.Config("pixelgpt-conditions", dropout: 0);

    private static Sprite Sprite => TinyModels.Dataset()[SpriteDataset.Train][0];

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_gradient_reaches_the_embedding_of_the_returned_condition_only(int condition)
    {
        Transformer model = TinyModels.Family("pixelgpt-conditions", dropout: 0);
        TrainingPicture picture = Augmentations(model.Description, new Fixed(condition, 3)).Change(new TrainingPicture(Sprite.Memory, PictureContext.Of(Sprite)), step: 0, index: 0);
        Assert.Equal(condition, picture.Context.Condition);

        float[] gradients = new float[model.Parameters.Extent];
        SequenceLoss.AddGradient(model, picture.Pixels.Span, model.CreateActivations(picture.Pixels.Length, training: true), null, 1, gradients, picture.Context);
        float[][] rows = [.. Embedding(model).In(gradients.AsSpan()).ToArray().Chunk(model.Description.HiddenSize)];
        Assert.Equal(Enumerable.Range(0, 3).Select(row => row == condition), rows.Select(row => row.Any(g => g != 0)));
    }

    [Fact]
    public void Training_changes_the_embedding_of_the_returned_condition_only()
    {
        Transformer model = TinyModels.Family("pixelgpt-conditions", dropout: 0);
        float[] before = model.Parameters[Embedding(model)].ToArray();
        var recipe = new TrainingRecipe { Epochs = 1, BatchSize = 8, WeightDecay = 0, Flip = true, MaxShift = 1 };
        using (var trainer = new Trainer(model, TinyModels.Dataset()[SpriteDataset.Train], recipe, threads: 2, new TrainingExtensions { Augmentations = [new Fixed(1, 3)] })) trainer.Run(() => null, new SilentListener());
        float[] after = model.Parameters[Embedding(model)].ToArray();
        int width = model.Description.HiddenSize;
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(row => before.AsSpan(row * width, width).SequenceEqual(after.AsSpan(row * width, width))));
    }

    [Fact]
    public void Predictions_use_the_condition_of_an_unchanged_picture()
    {
        Sprite prompt = Sprite.FirstPixels(10);
        (float[] Surprisals, int[] Pixels) Predict(int? changed)
        {
            Transformer model = TinyModels.Family("pixelgpt-conditions", dropout: 0);
            int width = model.Description.HiddenSize;
            if (changed is { } row) Embedding(model).In(model.Parameters.Values).Slice(row * width, width).Fill(3);
            return (new SequencePredictor([model], Sprite.Pixels.Length).Surprisals(Sprite.Pixels, PictureContext.Of(Sprite)).ToArray(),
                new PixelModel(Config, model, TinyModels.Palette()).Complete(prompt)[0].Pixels.ToArray());
        }

        (float[] surprisals, int[] pixels) = Predict(null);
        foreach (int row in (int[])[1, 2])
        {
            Assert.Equal(surprisals, Predict(row).Surprisals);
            Assert.Equal(pixels, Predict(row).Pixels);
        }

        Assert.NotEqual(surprisals, Predict(0).Surprisals);
    }

    [Fact]
    public void Each_condition_has_its_own_predictions()
    {
        Transformer model = TinyModels.Family("pixelgpt-conditions", dropout: 0);
        var predictor = new SequencePredictor([model], Sprite.Pixels.Length);
        float[][] surprisals = [.. Enumerable.Range(0, 3).Select(condition => predictor.Surprisals(Sprite.Pixels, PictureContext.Of(Sprite) with { Condition = condition }).ToArray())];
        Assert.NotEqual(surprisals[0], surprisals[1]);
        Assert.NotEqual(surprisals[0], surprisals[2]);
        Assert.NotEqual(surprisals[1], surprisals[2]);
    }

    [Fact]
    public void Conditions_of_several_augmentations_are_distinct_and_survive_random_masks()
    {
        TransformerDescription description = TinyModels.Config("pixelgpt-any").Description with { Conditions = 6 };
        var seen = new HashSet<int>();
        for (int first = 0; first < 2; first++)
        {
            for (int second = 0; second < 3; second++)
            {
                var augmentation = new PictureAugmentation(new TrainingRecipe { MaskFraction = 1 }, 1, Augmentations(description, new Fixed(first, 2), new Fixed(second, 3)));
                PictureContext context = augmentation.Change(new TrainingPicture(Sprite.Memory, PictureContext.Of(Sprite)), step: 0, index: 0).Context;
                Assert.NotNull(context.Order);
                Assert.InRange(context.Condition, 0, 5);
                Assert.Equal(first + second == 0, context.Condition == 0);
                seen.Add(context.Condition);
            }
        }

        Assert.Equal(6, seen.Count);
    }

    private static Parameter Embedding(Transformer model) => model.Parameters.All.Single(p => p.Name == "model.embed_conditions.weight");

    private static ProgramAugmentations Augmentations(TransformerDescription description, params IAugmentation[] augmentations) => new(augmentations, seed: 1, description, batchSize: 1);

    /// <summary>Leaves pictures as they are, and returns the same condition for all.</summary>
    private sealed class Fixed(int condition, int conditions) : IAugmentation
    {
        public string Name => "fixed";

        public int Conditions => conditions;

        public int Change(AugmentedPicture picture, ref PhiloxRandom random) => condition;
    }
}
