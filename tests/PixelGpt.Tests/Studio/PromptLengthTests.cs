using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests that the page computes the same prompt length as the library.</summary>
public sealed class PromptLengthTests
{
    private const string Script = "prompt-length.js";

    [NodeFact]
    public async Task The_page_and_the_library_agree()
    {
        (int Area, double PromptFraction)[] cases = [.. Areas.SelectMany(area => PromptFractions(area).Select(promptFraction => (area, promptFraction)))];
        int?[] expected = [.. cases.Select(c => Library(c.Area, c.PromptFraction))];
        Assert.InRange(expected.Count(e => e is null), 1, cases.Length / 2);
        Assert.Contains(cases, c => c.Area * c.PromptFraction % 1 == 0.5);
        int[] page = await PageAsync(cases);
        for (int i = 0; i < cases.Length; i++)
        {
            // Where the library rejects the fraction, the page uses the nearest valid length.
            int length = expected[i] ?? (cases[i].PromptFraction < 0.5 ? 1 : Math.Max(1, cases[i].Area - 1));
            Assert.True(length == page[i], FormattableString.Invariant($"{cases[i].Area} pixels, prompt fraction {cases[i].PromptFraction:R}: {length} in the library, but {page[i]} on the page"));
        }
    }

    [Fact]
    public void The_default_prompt_fraction_is_the_same() =>
        Assert.Contains($"defaultPromptFraction = {SequenceViews.DefaultPromptFraction.ToString(CultureInfo.InvariantCulture)};", Source(Script), StringComparison.Ordinal);

    [Fact]
    public void No_other_script_rounds_a_prompt_fraction()
    {
        string[] scripts = [.. Directory.GetFiles(Folder, "*.js").Select(Path.GetFileName).Where(name => name != Script)!];
        Assert.All(scripts, name => Assert.DoesNotMatch(@"Math\.\w+\([^;]*(prompt_?[fF]raction|\b0\.6\b)", Source(name)));
    }

    private static string Folder => Path.Combine(Checkout.Root, "src", "PixelGpt.Studio", "wwwroot");

    private static IEnumerable<int> Areas => [1, 2, 3, 5, 7, 16, 30, 63, 64, 100, 240, 399, 400, 401, 1024, 4095, 4096];

    /// <summary>Multiples of 1/100 and 1/32, and fractions whose product with the area is halfway between two integers or next to such a value.</summary>
    private static IEnumerable<double> PromptFractions(int area)
    {
        for (int i = 0; i <= 100; i++) yield return i / 100.0;
        for (int i = 0; i <= 32; i++) yield return i / 32.0;
        foreach (int whole in (int[])[0, 1, 2, area / 3, area / 2, area - 1])
        {
            double halfway = (whole + 0.5) / area;
            foreach (double promptFraction in (double[])[double.BitDecrement(halfway), halfway, double.BitIncrement(halfway)]) yield return Math.Clamp(promptFraction, 0, 1);
        }
    }

    private static int? Library(int area, double promptFraction)
    {
        try
        {
            return SequenceViews.PromptLength(area, promptFraction);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static async Task<int[]> PageAsync((int Area, double PromptFraction)[] cases)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Folder, Script), folder["prompt-length.mjs"]);
        folder.Write("cases.json", new JsonArray([.. cases.Select(c => new JsonArray(c.Area, c.PromptFraction))]).ToJsonString());
        string main = folder.Write("main.mjs", """
            import { readFileSync } from 'node:fs';
            import { promptLength } from './prompt-length.mjs';
            const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url)));
            console.log(JSON.stringify(cases.map(([area, promptFraction]) => promptLength(area, promptFraction))));
            """);
        using Process node = ProgramProcess.Start(NodeFactAttribute.Node!, [main]);
        return JsonSerializer.Deserialize<int[]>(await ProgramProcess.EndAsync(node))!;
    }

    private static string Source(string name) => File.ReadAllText(Path.Combine(Folder, name));
}

/// <summary>A fact that runs a script of the page in Node.js; it is skipped if Node.js is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (Node is null) Skip = "Node.js is not on the path; install it (Debian: apt-get install nodejs)";
    }

    /// <summary>The path of Node.js; null if it is not installed.</summary>
    public static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])["node", "node.exe"], Path.Combine)
        .FirstOrDefault(File.Exists);
}
