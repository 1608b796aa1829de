#!/usr/bin/env dotnet
// Trains on pictures that this program draws itself, by implementing ISpriteSource: dotnet run own-source.cs [EPOCHS]
#:package PixelGpt@0.1.0
#:property PublishAot=false
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using PixelGpt.Training;

SpriteDataset data = await new PlanetSource(count: 300).LoadAsync();
ModelFamily family = ModelFamily.Find("pixelgpt");
ModelConfig config = ModelConfig.Default(family, data.Palette.Count, data.Width, data.Height, ModelPreset.Tiny);
TrainingRecipe recipe = PresetRecipe.For(family, ModelPreset.Tiny) with { Epochs = args is [var epochs] ? int.Parse(epochs) : 20 };

// The reference is what the run remembers of its data; to resume the run, pass the same data again.
using (TrainingRun run = TrainingRun.Create(new RunFolder("planets-run"), config, DataReference.Create("planets"), data, recipe, Environment.ProcessorCount))
    run.Train(new Epochs());

var model = PixelModel.Load("planets-run");
IReadOnlyList<Sprite> planets = model.Generate(data.Width, data.Height, GenerationConfigFile.Load(new RunFolder("planets-run")) with { Seed = 1, NumReturnSequences = 4 });
for (int i = 0; i < planets.Count; i++) PngWriter.Write($"planet-{i + 1}.png", SpriteImage.Render(planets[i], model.Palette, scale: 8));
Console.WriteLine($"wrote planet-1.png to planet-{planets.Count}.png");

/// <summary>Draws shaded planets with stripes, seas and rings.</summary>
sealed class PlanetSource(int count, int seed = 1) : ISpriteSource
{
    private const int Size = 16;

    private static readonly Palette Colors = new([
        new Rgb(255, 255, 255),
        new Rgb(58, 32, 70), new Rgb(140, 58, 82), new Rgb(214, 104, 83), new Rgb(244, 190, 120),
        new Rgb(24, 44, 88), new Rgb(36, 92, 142), new Rgb(82, 158, 190), new Rgb(170, 222, 216),
        new Rgb(120, 112, 130), new Rgb(196, 190, 200)]);

    public Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var random = new Random(seed);
        Sprite[] sprites = [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
        return Task.FromResult(new SpriteDataset("planets", Colors, Size, Size, SplitPlan.Parse("0.8,0.1,0.1").Split(sprites)));
    }

    private static Sprite Draw(Random random)
    {
        double radius = 4 + (3 * random.NextDouble()), tilt = random.NextDouble() - 0.5, width = 1.5 + (2 * random.NextDouble());
        int land = random.Next(2) * 4;
        bool hasRing = random.Next(3) == 0;
        int[] pixels = new int[Size * Size];
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                double dx = x - 7.5, dy = y - 7.5, ring = (dx * dx / 60) + (Math.Pow(dy - (tilt * dx), 2) / 3);
                bool isPlanet = (dx * dx) + (dy * dy) < radius * radius;
                if (isPlanet)
                {
                    int shade = Math.Clamp((int)(2.2 - ((dx + dy) / radius) + (Math.Sin(((dy - (tilt * dx)) / width) + land) > 0.4 ? 0.9 : 0)), 0, 3);
                    pixels[(y * Size) + x] = 1 + land + shade;
                }

                if (hasRing && ring is > 0.7 and < 1.1 && (!isPlanet || dy > tilt * dx)) pixels[(y * Size) + x] = dx < 0 ? 10 : 9;
            }
        }

        return new Sprite(Size, Size, pixels);
    }
}

sealed class Epochs : IRunListener
{
    public void StepDone(in StepReport report)
    {
    }

    public void EpochDone(EpochMetrics metrics, bool isBest) => Console.WriteLine($"epoch {metrics.Epoch}: loss {metrics.Loss:0.000}");
}
