#!/usr/bin/env dotnet
// Trains a small model on the built-in creatures and completes eight of the test split: dotnet run train.cs [EPOCHS]
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

SpriteDataset data = await new CreaturesSource().LoadAsync();
ModelFamily family = ModelFamily.Find("pixelgpt");
ModelConfig config = ModelConfig.Default(family, data.Palette.Count, data.Width, data.Height, ModelPreset.Tiny);
TrainingRecipe recipe = PresetRecipe.For(family, ModelPreset.Tiny) with { Epochs = args is [var epochs] ? int.Parse(epochs) : 10 };
using (TrainingRun run = TrainingRun.Create(new RunFolder("creatures-run"), config, DataReference.Create("creatures"), data, recipe, Environment.ProcessorCount))
    run.Train(new Epochs());

var model = PixelModel.Load("creatures-run");
Sprite[] prompts = [.. data["test"].Take(8).Select(s => s.FirstPixels(s.Pixels.Length * 6 / 10))];
IReadOnlyList<Sprite> completed = model.Complete(prompts, GenerationConfigFile.Load(new RunFolder("creatures-run")) with { Seed = 1 });
for (int i = 0; i < completed.Count; i++) PngWriter.Write($"creature-{i + 1}.png", SpriteImage.Render(completed[i], model.Palette, scale: 8));
Console.WriteLine($"wrote creature-1.png to creature-{completed.Count}.png");

sealed class Epochs : IRunListener
{
    public void StepDone(in StepReport report)
    {
    }

    public void EpochDone(EpochMetrics metrics, bool isBest) => Console.WriteLine($"epoch {metrics.Epoch}: loss {metrics.Loss:0.000}");
}
