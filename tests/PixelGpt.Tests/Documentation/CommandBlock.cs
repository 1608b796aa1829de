using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>A fenced block of shell commands on a page of the documentation.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Line">The line of the fence, from 1.</param>
/// <param name="Commands">The commands without comments; one that is continued with a backslash is one command.</param>
/// <param name="NotRun">Why the whole block is not run; null if it is run.</param>
/// <param name="Items">The parts of the mark <c>run:</c>.</param>
internal sealed partial record CommandBlock(string Page, int Line, IReadOnlyList<string> Commands, string? NotRun, IReadOnlyList<string> Items)
{
    /// <summary>Explains how to mark a block that cannot be run as it is.</summary>
    public const string HowToMark = """
        Write a comment in the line before the fence:
          <!-- not run: REASON -->                     the whole block is not run, such as "needs the network" or "takes minutes"
          <!-- run: ITEM; ITEM; … -->                  the block is run with changes; an item is one of
              train --epochs 1 --preset tiny           options that are added to the command 'pixelgpt train', unless it has them
              --budget 10m => --epochs 1               text that is replaced
              not dotnet test (runs all tests)         commands that begin with 'dotnet test' are not run, and why
        Blocks of 'sh', 'bash' and 'console', and blocks without a language with a line that begins with a program such as pixelgpt, dotnet or curl,
        are commands; give other blocks the language 'text'. 'pixelgpt' and 'dotnet run --project src/PixelGpt.Cli -c Release --' run the command line in a
        temporary folder, which all blocks of a page share, in their order. In it are hero.png, half-done.png, mask.png, hole.png, cut.png, sheet.png,
        atlas.png, more.png, hero.json, palette.gpl and the folders singles, my-pictures, true-pictures, ../my-pictures, ../my-sprites and, if it
        exists, ../shared. A folder runs/NAME or data/NAME that does not exist when it is named, except after --out, is a prepared run or data set.
        """;

    private static readonly string[] Languages = ["sh", "bash", "console"];

    /// <summary>Reads the pages whose commands are run.</summary>
    public static string[] Pages =>
    [
        "README.md",
        .. new[] { "docs", "samples" }.Where(folder => Directory.Exists(Path.Combine(Checkout.Root, folder)))
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Checkout.Root, folder), "*.md")).Select(path => Path.GetRelativePath(Checkout.Root, path)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Where the block is, for messages.</summary>
    public string Where => $"{Page}:{Line}";

    /// <summary>Finds the blocks of a page, in their order.</summary>
    /// <param name="page">The page, relative to the repository.</param>
    public static IReadOnlyList<CommandBlock> Of(string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Checkout.Root, page));
        var blocks = new List<CommandBlock>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (Fence().Match(lines[i]) is not { Success: true } fence) continue;
            int end = Array.FindIndex(lines, i + 1, line => line.Trim() == "```");
            Assert.True(end > 0, $"{page}:{i + 1}: the block has no end");
            string[] body = lines[(i + 1)..end];
            string language = fence.Groups[1].Value;
            if (Languages.Contains(language) || (language.Length == 0 && body.Any(line => Program().IsMatch(line)))) blocks.Add(Create(page, i + 1, body, i > 0 ? lines[i - 1] : ""));
            i = end;
        }

        return blocks;
    }

    /// <summary>Whether the block is one that <see cref="CurlExampleTests"/> runs.</summary>
    public bool IsCurl => Commands.Count > 0 && Commands[0].StartsWith("curl ", StringComparison.Ordinal);

    private static CommandBlock Create(string page, int line, string[] body, string before)
    {
        Match mark = Mark().Match(before);
        bool isRun = mark.Groups[1].Value == "run";
        string text = mark.Groups[2].Value.Trim();
        string joined = string.Join('\n', body.Select(l => Comment().Replace(l, "").TrimEnd())).Replace("\\\n", " ", StringComparison.Ordinal);
        return new CommandBlock(
            page, line, [.. joined.Split('\n').Select(l => Prompt().Replace(l.Trim(), "")).Where(l => l.Length > 0)], mark.Success && !isRun ? text : null, isRun ? [.. text.Split(';', StringSplitOptions.TrimEntries)] : []);
    }

    [GeneratedRegex(@"^\s*```(\w*)\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^<!-- (run|not run): (.+) -->\s*$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^\$ ")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"(^|\s+)#\s.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("^\\s*(\\$ )?([A-Z_]+=('[^']*'|\"[^\"]*\"|\\S+) )*(pixelgpt|dotnet|curl|npm|npx|node|docker|systemctl|export|install|bench/\\S+|tests/\\S+)( |$)")]
    private static partial Regex Program();
}
