using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

/// <summary>Generation by several processes, which are threads here.</summary>
public class SharedGenerationTests
{
    private static readonly GenerationOptions Sampling = new() { DoSample = true, Seed = 5, NumReturnSequences = 4 };

    private readonly SpriteDataset _data = TinyModels.Dataset();

    public static TheoryData<int> Sizes => new(1, 2, 3, 4, 7);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void New_pictures_are_those_of_one_process(int size)
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt");
        foreach (bool sameColors in (bool[])[false, true])
            AssertSame(size, group => Pixels(model.Generate(TinyModels.Width, TinyModels.Height, Sampling, sameColors, threads: 2, group: group)));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Variations_are_those_of_one_process(int size)
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        AssertSame(size, group => Pixels(model.Vary(_data["test"][0], new VariationOptions(), Sampling, threads: 2, group: group)));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_best_completions_and_their_token_statistics_are_those_of_one_process(int size)
    {
        PixelModel model = TinyModels.Ensemble("gpt2", "pixelgpt");
        AssertSame(size, group =>
        {
            CompletionSet set = CompletionSet.Generate(model, _data["test"], new CompletionSettings { BestOf = 4, Generation = Sampling with { NumReturnSequences = 2 }, Threads = 2, Group = group });
            using var folder = new TemporaryFolder();
            IReadOnlyList<string> files = set.SaveRecord(model, folder.Path, 2, group);
            Assert.Equal(group is { Rank: > 0 } ? 0 : 3, files.Count);
            return [.. Pixels(set.All.Select(c => c.Result)), .. set.All.Select(c => $"{c.Score:R}"), .. group is { Rank: > 0 } ? [] : files.Select(f => Convert.ToHexString(File.ReadAllBytes(f)))];
        });
    }

    /// <summary>Asserts that the root gets what one process gets, and that the others get a part of it.</summary>
    private static void AssertSame(int size, Func<IProcessGroup?, string[]> run)
    {
        string[] expected = run(null);
        string[][] all = ThreadGroup.Run(size, run);
        Assert.Equal(expected, all[0]);
        Assert.All(all, own => Assert.Equal(expected[..own.Length], own));
    }

    private static string[] Pixels(IEnumerable<Sprite> sprites) => [.. sprites.Select(s => string.Join(' ', s.Pixels.ToArray()))];
}
