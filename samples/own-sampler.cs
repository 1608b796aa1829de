#!/usr/bin/env dotnet
// Draws pictures that are symmetric and have few colours, by implementing ILogitsProcessor: dotnet run own-sampler.cs [SEED]
#:package PixelGpt@0.1.0
#:property PublishAot=false
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Sampling;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;

PixelModel model = PixelModel.BuiltIn;
GenerationOptions options = GenerationConfigFile.LoadBuiltIn() with
{
    Seed = args is [var seed] ? ulong.Parse(seed) : 1,
    NumReturnSequences = 4,
    Processors = [new FewColors(6), new Symmetry()],
};
IReadOnlyList<Sprite> pictures = model.Generate(16, 16, options);
for (int i = 0; i < pictures.Count; i++)
{
    PngWriter.Write($"symmetric-{i + 1}.png", SpriteImage.Render(pictures[i], model.Palette, scale: 8));
    Console.WriteLine($"symmetric-{i + 1}.png: {pictures[i].Pixels.ToArray().Distinct().Count()} colours");
}

Console.WriteLine($"wrote symmetric-1.png to symmetric-{pictures.Count}.png");

/// <summary>Makes the right half of a picture the mirror image of the left half, which the model draws.</summary>
sealed class Symmetry : ILogitsProcessor
{
    public void Process(Span<float> logits, in LogitsContext context)
    {
        int x = context.Pixel % context.Width, mirrored = context.Width - 1 - x;
        if (mirrored < x && context.ColorAt(mirrored - x, 0) is { } color) Restrict.To(logits, c => c == color);
    }
}

/// <summary>Allows no further colours once a picture has as many as it may.</summary>
sealed class FewColors(int count) : ILogitsProcessor
{
    public void Process(Span<float> logits, in LogitsContext context)
    {
        var used = new HashSet<int>();
        foreach (int color in context.Pixels) used.Add(color);
        if (used.Count >= count) Restrict.To(logits, used.Contains);
    }
}

static class Restrict
{
    /// <summary>Removes all colours but some: a colour with the logit −∞ is never selected.</summary>
    public static void To(Span<float> logits, Predicate<int> isAllowed)
    {
        for (int color = 0; color < logits.Length; color++)
        {
            if (!isAllowed(color)) logits[color] = float.NegativeInfinity;
        }
    }
}
