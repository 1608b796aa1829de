using System.Security.Cryptography;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Training;
using PixelGptEnemies;

// Trains, completes and draws with the packed library, and prints all results as checksums: the output is the same with every
// version of .NET on the same processor. The version itself goes to the error output.
Console.Error.WriteLine($"PixelGpt with .NET {Environment.Version}");
SpriteDataset creatures = await new CreaturesSource().LoadAsync();
var data = new SpriteDataset("few", creatures.Palette, creatures.Width, creatures.Height, SplitPlan.OfCounts(96, 8, 8).Split(creatures["train"].Take(112).ToArray()));
string root = Directory.CreateTempSubdirectory("pixelgpt-packed-").FullName;
try
{
    foreach (string name in new[] { "pixelgpt", "gpt2", "qwen3" })
    {
        ModelFamily family = ModelFamily.Find(name);
        string folder = Path.Combine(root, name), file = Path.Combine(root, $"{name}.pixelgpt");
        ModelConfig config = ModelConfig.Default(family, data.Palette.Count, data.Width, data.Height, ModelPreset.Tiny);
        var losses = new Losses();
        using (TrainingRun run = TrainingRun.Create(new RunFolder(folder), config, DataReference.Create("few"), data, PresetRecipe.For(family, ModelPreset.Tiny) with { Epochs = 2, Seed = 1 }, threads: 2))
            run.Train(losses);
        ModelFile.Load(folder).Save(file);
        using FileStream stream = File.OpenRead(file);
        PixelModel model = PixelModel.Load(stream);
        var sampling = new GenerationOptions { DoSample = true, Temperature = 0.9, TopP = 0.95, Seed = 1, NumReturnSequences = 4 };
        IReadOnlyList<Sprite> completed = model.Complete(data["test"][0].FirstPixels(240), sampling);
        Console.WriteLine($"{name}: losses {string.Join(", ", losses.Values.Select(v => v.ToString("R")))}, file {Checksum(File.ReadAllBytes(file))}, pictures {Checksum(completed.SelectMany(s => s.Pixels.ToArray()).Select(p => (byte)p))}");
    }
}
finally
{
    Directory.Delete(root, recursive: true);
}

IReadOnlyList<byte[]> enemies = await new EnemyPictures().DrawAsync(count: 3, size: 20, seed: 1, CancellationToken.None);
Console.WriteLine($"enemies: {Checksum(enemies.SelectMany(e => e))}");

static string Checksum(IEnumerable<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes.ToArray()))[..16];

sealed class Losses : IRunListener
{
    public List<double> Values { get; } = [];

    public void StepDone(in StepReport report)
    {
    }

    public void EpochDone(EpochMetrics metrics, bool isBest) => Values.Add(metrics.Loss);
}
