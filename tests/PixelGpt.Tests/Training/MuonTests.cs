using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Training;

public class MuonTests
{
    private const double LearningRate = 0.01;

    /// <summary>The learning rate of Muon: twice that of AdamW, because the recipe has twice its learning rate.</summary>
    private const double MuonRate = 0.02;

    private static readonly TrainingRecipe Recipe = new() { Optimizer = OptimizerType.Muon, LearningRate = 0.1, MuonLearningRate = 0.2, WeightDecay = 0.3, MaxGradNorm = 0.5, Ema = 0.5 };

    /// <summary>Each family and its matrices per block. The projection to queries, keys and values is fused in GPT-2 (along columns) and in the pixel family (along rows).</summary>
    public static TheoryData<string, int> Families => new()
    {
        { "gpt2", 3 + 1 + 2 },
        { "llama", 3 + 1 + 3 },
        { "qwen3", 3 + 1 + 3 },
        { "pixelgpt-any", 3 + 1 + 3 },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Three_steps_equal_the_definition_in_double_precision_and_other_parameters_get_AdamW(string family, int matrices)
    {
        Transformer muon = TinyModels.Family(family), adamW = TinyModels.Family(family);
        using var pool = new WorkerPool(2);
        var gradient = new BatchGradient(muon, pool, 6, TinyModels.Width * TinyModels.Height, seed: 1);
        OptimizerState testedState = new(muon, Recipe), otherState = new(adamW, Recipe);
        Optimizer tested = new(muon, Recipe, pool, testedState), other = new(adamW, Recipe with { Optimizer = OptimizerType.AdamW }, pool, otherState);
        (Linear Layer, int Part)[] parts = [.. muon.HiddenLayers.SelectMany(layer => layer.Parts.Select((_, part) => (layer, part)))];
        Assert.Equal(muon.Description.Layers * matrices, parts.Length);
        double[][,] weights = [.. parts.Select(p => Part(p, muon.Parameters.Values))], momenta = [.. weights.Select(w => new double[w.GetLength(0), w.GetLength(1)])];
        var hidden = muon.LinearWeights.Select(w => w.Name).ToHashSet();
        Assert.DoesNotContain(hidden, name => name.Contains("embed", StringComparison.Ordinal) || name.Contains("pointer", StringComparison.Ordinal) || name.Contains("norm", StringComparison.Ordinal));
        for (int step = 0; step < 3; step++)
        {
            TrainingPicture[] batch = [.. TinyModels.Dataset()[SpriteDataset.Train].Skip(6 * step).Take(6).Select(s => new TrainingPicture(s.Memory, PictureContext.Of(s)))];
            gradient.Compute(batch, step);
            double clip = Math.Min(1, 0.5 / (gradient.Norm + 1e-6));
            double[][,] gradients = [.. parts.Select(p => Part(p, gradient.Value.Span))];
            for (int i = 0; i < parts.Length; i++) Step(weights[i], momenta[i], gradients[i], clip);
            tested.Step(gradient, step, LearningRate);
            other.Step(gradient, step, LearningRate);
        }

        for (int i = 0; i < parts.Length; i++)
        {
            double[,] actual = Part(parts[i], muon.Parameters.Values);
            for (int row = 0; row < actual.GetLength(0); row++)
                for (int column = 0; column < actual.GetLength(1); column++) Assert.Equal(weights[i][row, column], actual[row, column], 2e-6);
        }

        float[] average = testedState.Average!.Average.ToArray();
        foreach (Parameter parameter in muon.Parameters.All)
        {
            if (!hidden.Contains(parameter.Name))
            {
                Assert.Equal(adamW.Parameters[parameter].ToArray(), muon.Parameters[parameter].ToArray());
                Assert.Equal(parameter.In(otherState.Average!.Average).ToArray(), parameter.In(average).ToArray());
                continue;
            }

            Assert.NotEqual(adamW.Parameters[parameter].ToArray(), muon.Parameters[parameter].ToArray());
            Assert.NotEqual(muon.Parameters[parameter].ToArray(), parameter.In((ReadOnlySpan<float>)average).ToArray());
            Assert.All(parameter.In(testedState.ExpAvgSq.Span).ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    public void The_training_loss_falls(string family)
    {
        Transformer model = TinyModels.Config(family).Build(palette: TinyModels.Palette());
        model.Parameters.Initialize(1);
        model.Pack();
        using var trainer = new Trainer(model, TinyModels.Dataset()[SpriteDataset.Train], new TrainingRecipe { Epochs = 60, BatchSize = 6, LearningRate = 1e-2, Optimizer = OptimizerType.Muon }, 2);
        var listener = new Losses();
        Assert.True(trainer.Run(() => null, listener));
        Assert.InRange(listener.All[0], 1.4, 2.7);
        Assert.InRange(listener.All[^1], 0, 0.7);
    }

    private static double[,] Part((Linear Layer, int Part) part, Span<float> values) => MuonReference.Matrix(part.Layer.Part(part.Layer.Weight.In(values), part.Part));

    private static void Step(double[,] weight, double[,] momentum, double[,] gradient, double clip)
    {
        int rows = weight.GetLength(0), columns = weight.GetLength(1);
        double[,] update = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double g = clip * gradient[row, column];
                momentum[row, column] = (0.95 * momentum[row, column]) + (0.05 * g);
                update[row, column] = (0.05 * g) + (0.95 * momentum[row, column]);
            }
        }

        update = MuonReference.Orthogonalize(update);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                weight[row, column] = ((1 - (MuonRate * 0.3)) * weight[row, column]) - (MuonRate * 0.2 * Math.Sqrt(Math.Max(rows, columns)) * update[row, column]);
    }

    private sealed class Losses : ITrainingListener
    {
        public List<double> All { get; } = [];

        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest) => All.Add(metrics.Loss);
    }
}
