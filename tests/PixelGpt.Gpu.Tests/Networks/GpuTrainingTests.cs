using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Networks;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Tests.Networks;

[Collection(EmulatedDevice.Collection)]
public class GpuTrainingTests(EmulatedDevice device)
{
    [Theory]
    [InlineData("gpt2", OptimizerType.AdamW)]
    [InlineData("gpt2", OptimizerType.Muon)]
    [InlineData("pixelgpt-any", OptimizerType.AdamW)]
    [InlineData("pixelgpt-free", OptimizerType.Muon)]
    public void Steps_give_the_weights_moments_and_averages_of_the_processor(string family, OptimizerType optimizer)
    {
        const int Length = 10;
        var recipe = new TrainingRecipe { BatchSize = 2, Optimizer = optimizer, DecayMatricesOnly = true, MaxGradNorm = 0.5, Ema = 0.9, AdamEpsilon = 1e-3, Seed = 4 };
        Transformer model = TinyModels.Family(family, new ReferenceKernels(), dropout: 0.1), trained = TinyModels.Family(family, new ReferenceKernels(), dropout: 0.1);
        PictureContext context = model.Description.PictureSizes.IsAny ? new PictureContext(2, Length / 2) : new PictureContext(TinyModels.Width, TinyModels.Height);
        TrainingPicture[] batch = [.. Enumerable.Range(1, 2).Select(i => new TrainingPicture(TinyModels.Pixels(model, (ulong)i).AsMemory(0, Length), context))];
        OptimizerState expected = new(model, recipe), actual = new(trained, recipe);
        using var training = new GpuTraining(device.Fast, trained, recipe, actual, new BatchShape(2, Length));
        using var pool = new WorkerPool(1);
        var gradient = new BatchGradient(model, pool, 2, Length, recipe.Seed);
        var reference = new Optimizer(model, recipe, pool, expected);
        for (int step = 0; step < 2; step++)
        {
            double loss = training.Compute(batch, step), expectedLoss = gradient.Compute(batch, step);
            training.Update(step, 0.01);
            reference.Step(gradient, step, 0.01);
            Assert.Equal(expectedLoss, loss, 1e-4);
            Assert.Equal(gradient.Norm, training.GradientNorm, 1e-3 * gradient.Norm);
        }

        training.Download();
        EmulatedDevice.AssertClose(model.Parameters.Values, trained.Parameters.Values, 1e-4f);
        EmulatedDevice.AssertClose(expected.ExpAvg.Span, actual.ExpAvg.Span, 1e-4f);
        EmulatedDevice.AssertClose(expected.ExpAvgSq.Span, actual.ExpAvgSq.Span, 1e-4f);
        EmulatedDevice.AssertClose(expected.Average!.Average, actual.Average!.Average, 1e-4f);
    }

    [Theory]
    [InlineData("gpt2", true)]
    [InlineData("llama", false)]
    [InlineData("pixelgpt-value-residual", true)]
    [InlineData("pixelgpt-free-any", false)]
    public void The_plan_is_the_memory_that_is_allocated(string family, bool isTrained)
    {
        const int Sequences = 20, Length = 20;
        var recipe = new TrainingRecipe { BatchSize = Sequences, Ema = 0.5, Optimizer = OptimizerType.Muon };
        Transformer model = TinyModels.Family(family, new ReferenceKernels());
        long before = device.Fast.AllocatedBytes, used = device.Fast.UsedBytes;
        if (isTrained) new GpuTraining(device.Fast, model, recipe, new OptimizerState(model, recipe), new BatchShape(Sequences, Length)).Dispose();
        else new GpuLoadedModel(device.Fast, [model], new LoadedModelSize(Sequences, Length - 1, Length)).Dispose();
        Assert.Equal(used, device.Fast.UsedBytes);
        double allocated = device.Fast.AllocatedBytes - before, workspace = sizeof(float) * GpuEngine.WorkspaceLength;
        double planned = MemoryPlan.Of(model, Length - 1, isTrained ? recipe : null, isTrained ? 0 : Length).Bytes(Sequences) - workspace;
        Assert.Equal(allocated, planned, 0.02 * planned);
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_with_a_batch_size_that_would()
    {
        var plan = new MemoryPlan(1_000_000_000, 500_000_000, MaxSequences: 1000);
        plan.Check(6, 5_000_000_000, "batch_size");
        Assert.Equal(
            "the model needs 9.00 GB on the graphics processor with batch_size 16, but 4.50 GB of its 5.00 GB can be used; use batch_size 7 or less",
            Assert.Throws<InputException>(() => plan.Check(16, 5_000_000_000, "batch_size")).Message);
        Assert.Contains("not enough for one sequence", Assert.Throws<InputException>(() => plan.Check(1, 1_000_000_000, "batch_size")).Message, StringComparison.Ordinal);
    }
}
