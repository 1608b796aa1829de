using System.Diagnostics;
using PixelGpt.Benchmarking;
using PixelGpt.Generation;
using PixelGpt.Generation.Sampling;
using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Networks;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Measuring;

/// <summary>Measures a device with models of GPT-2 and pictures of random colours, as large as those of the data set pokemon.</summary>
internal sealed class GpuMeasurement
{
    private const int Colors = 167, HeadDim = 32, Seed = 1;
    private const double WarmUpSeconds = 0.5;

    private readonly GpuEngine _engine;
    private readonly PictureSize _picture;
    private readonly double _seconds;
    private readonly int _batch;

    /// <summary>Prepares measurements.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="picture">Size of the pictures; null for that of pokemon.</param>
    /// <param name="seconds">Seconds of each measurement.</param>
    /// <param name="batch">Number of pictures that are completed at once.</param>
    public GpuMeasurement(GpuEngine engine, PictureSize? picture = null, double seconds = 5, int batch = 256) =>
        (_engine, _picture, _seconds, _batch) = (engine, picture ?? new PictureSize(20, 20, 632), seconds, batch);

    /// <summary>Measures the peak of multiplications and additions in single precision.</summary>
    /// <returns>Floating-point operations per second.</returns>
    public double MeasurePeak()
    {
        int iterations = 1;
        while (true)
        {
            double operations = 0, time = Time(() => operations = _engine.ComputePeak(iterations));
            if (time > _seconds / 10 || iterations > 1 << 28) return operations / time;
            iterations *= 4;
        }
    }

    /// <summary>Compares results with those of the processor.</summary>
    public GpuParity CompareWithProcessor()
    {
        Transformer model = Create(2, 64);
        TrainingPicture[] pictures = Pictures(2);
        int pixels = _picture.Pixels, rows = pixels - 1;
        float[] expected = new float[model.Parameters.Extent], actual = new float[expected.Length], again = new float[expected.Length], logits = new float[rows * Colors];
        Activations activations = model.CreateActivations(pixels, training: true);
        for (int i = 0; i < pictures.Length; i++) SequenceLoss.AddGradient(model, pictures[i].Pixels.Span, activations, new DropoutContext(Seed, 0, i), 1f / rows, expected, pictures[i].Context);
        model.CompleteGradients(expected);
        using var transformer = new GpuTransformer(_engine, model, new PassSize(pictures.Length, rows, IsTrained: true));
        foreach (float[] gradient in (float[][])[actual, again])
        {
            transformer.Parameters.Gradients.Clear();
            transformer.AddGradient(pictures, new DropoutContext(Seed, 0, 0), pixels, 1f / rows);
            transformer.Parameters.CompleteGradients();
            transformer.Parameters.Gradients.Download(gradient);
        }

        transformer.Forward([(pictures[0].Pixels, pictures[0].Context)], 0, rows);
        transformer.Logits.Download(logits);
        MatrixSpan reference = model.Forward(TokenRows.OfSequence(pictures[0].Pixels.Span, activations.Positions.AsSpan(0, rows), pictures[0].Context), activations, activations.GetSequenceAttention());
        double difference = 0, squares = 0, largest = 0;
        for (int i = 0; i < logits.Length; i++) largest = Math.Max(largest, Math.Abs(logits[i] - reference.Data[(i / Colors * reference.RowStride) + (i % Colors)]));
        for (int i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow((double)expected[i] - actual[i], 2);
            squares += (double)expected[i] * expected[i];
        }

        return new GpuParity(largest, Math.Sqrt(difference / squares), actual.AsSpan().SequenceEqual(again));
    }

    /// <summary>Measures the speed of a model.</summary>
    /// <param name="layers">Number of layers.</param>
    /// <param name="hiddenSize">Hidden size.</param>
    /// <param name="peak">Result of <see cref="MeasurePeak"/>.</param>
    public GpuSpeed Measure(int layers, int hiddenSize, double peak)
    {
        Transformer model = Create(layers, hiddenSize);
        var recipe = new TrainingRecipe();
        double step;
        using (var training = new GpuTraining(_engine, model, recipe, new OptimizerState(model, recipe), new BatchShape(recipe.BatchSize, _picture.Pixels)))
        {
            TrainingPicture[] batch = Pictures(recipe.BatchSize);
            long number = 0;
            step = Repeat(() =>
            {
                training.Compute(batch, number);
                training.Update(number++, recipe.LearningRate);
            });
        }

        double operations = recipe.BatchSize * UsefulOperations.Training(model.Description, _picture.Pixels);
        int prompt = Math.Max(1, _picture.Pixels * 3 / 5);
        using var pool = new WorkerPool(Environment.ProcessorCount);
        using var loaded = new GpuLoadedModel(_engine, [model], new LoadedModelSize(_batch, prompt, _picture.Pixels));
        var decoder = new LoadedModelDecoder(loaded, Colors, pool, () => new Sampler(GenerationOptions.Greedy, Colors));
        CompletionRequest[] requests = [.. Pictures(_batch).Select(p => new CompletionRequest(p.Pixels[..prompt], _picture.Pixels, Width: _picture.Width) { Height = _picture.Height })];
        int[][] completions = new int[_batch][];
        double completion = Repeat(() => decoder.Complete(requests, completions, null, CancellationToken.None)) / _batch;
        return new GpuSpeed(layers, hiddenSize, step * _picture.Count / recipe.BatchSize, operations / step / peak, 1 / completion);
    }

    /// <summary>Returns the seconds of one call: the mean of calls for some seconds, after others as warm-up.</summary>
    private double Repeat(Action action)
    {
        double time = 0;
        int count = 0;
        for (double warmUp = 0; warmUp < Math.Min(WarmUpSeconds, _seconds); warmUp += Time(action))
        {
        }

        for (; count == 0 || time < _seconds; count++) time += Time(action);
        return time / count;
    }

    private double Time(Action action)
    {
        _engine.Synchronize();
        long start = Stopwatch.GetTimestamp();
        action();
        _engine.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private Transformer Create(int layers, int hiddenSize)
    {
        ModelConfig config = ModelConfig.Default(ModelFamily.Find("gpt2"), Colors, _picture.Width, _picture.Height).With(new ShapeOverrides { Layers = layers, HiddenSize = hiddenSize, Heads = hiddenSize / HeadDim });
        Transformer model = config.Build();
        model.Parameters.Initialize(Seed);
        model.Pack();
        return model;
    }

    private TrainingPicture[] Pictures(int count)
    {
        var random = new PhiloxRandom(Seed);
        var pictures = new TrainingPicture[count];
        for (int i = 0; i < count; i++)
        {
            int[] pixels = new int[_picture.Pixels];
            foreach (ref int pixel in pixels.AsSpan()) pixel = random.NextInt32(Colors);
            pictures[i] = new TrainingPicture(pixels, new PictureContext(_picture.Width, _picture.Height));
        }

        return pictures;
    }
}
