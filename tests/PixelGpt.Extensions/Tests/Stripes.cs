using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace OwnIdeas.Tests;

/// <summary>Short runs on stripes, in a temporary folder.</summary>
internal sealed class Stripes : IDisposable
{
    /// <summary>A recipe of two epochs with six steps each.</summary>
    public static readonly TrainingRecipe Recipe = new() { Epochs = 2, BatchSize = 4, LearningRate = 1e-2, Seed = 3 };

    private readonly string _path = Directory.CreateTempSubdirectory("own-ideas-").FullName;

    static Stripes() => ModelFamily.Register(new OwnFamily());

    public static DataReference Reference { get; } = DataReference.Create("stripes:30");

    public static SpriteDataset Data { get; } = Reference.LoadAsync([new OwnSource.Provider()]).GetAwaiter().GetResult();

    /// <summary>Returns the tiny configuration of a family.</summary>
    public static ModelConfig Config(string modelType) => ModelConfig.Default(ModelFamily.Find(modelType), Data.Palette.Count, Data.Width, Data.Height, ModelPreset.Tiny);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    public RunFolder Folder(string name) => new(Path.Combine(_path, name));

    /// <summary>Writes a configuration to a file and reads it.</summary>
    public ModelConfig Config(string modelType, string keys)
    {
        string path = Path.Combine(_path, Path.GetRandomFileName());
        File.WriteAllText(path, $$"""{"model_type": "{{modelType}}", {{keys}}}""");
        return ModelConfig.LoadFor(path, Data.Palette.Count, Data.Width, Data.Height);
    }

    /// <summary>Trains a new run to its end.</summary>
    /// <returns>The metrics of its epochs.</returns>
    public IReadOnlyList<EpochMetrics> Train(string name, ModelConfig config, TrainingRecipe recipe, TrainingExtensions? extensions = null, int threads = 2, TeacherReference? teacher = null)
    {
        using TrainingRun run = TrainingRun.Create(Folder(name), config, Reference, Data, recipe, threads, teacher, extensions);
        Assert.True(run.Train(new Listener()));
        return [.. run.Epochs];
    }

    /// <summary>Trains a new run, stops it within the first epoch, and resumes it.</summary>
    public void TrainInTwoParts(string name, ModelConfig config, TrainingRecipe recipe, TrainingExtensions? extensions = null)
    {
        using var stop = new CancellationTokenSource();
        using (TrainingRun run = TrainingRun.Create(Folder(name), config, Reference, Data, recipe, threads: 1, extensions: extensions))
            Assert.False(run.Train(new Listener { AfterStep = stop.Cancel }, stop.Token));
        using TrainingRun resumed = TrainingRun.Resume(Folder(name), Reference, Data, epochs: null, threads: 2, extensions);
        Assert.True(resumed.Train(new Listener()));
    }

    public byte[] Weights(string name) => File.ReadAllBytes(Folder(name).Weights);

    private sealed class Listener : IRunListener
    {
        public Action? AfterStep { get; init; }

        public void StepDone(in StepReport report) => AfterStep?.Invoke();

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
