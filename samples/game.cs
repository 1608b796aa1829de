#!/usr/bin/env dotnet
// A small game for the terminal, whose enemies the built-in model draws at the start: dotnet run game.cs
// dotnet run game.cs -- --seed 7 --demo plays without a keyboard and prints how it ended.
#:package PixelGpt@0.1.0
#:property PublishAot=false
using System.Text;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Runs;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and int i && i + 1 < args.Length ? args[i + 1] : null;
ulong seed = ulong.Parse(Option("--seed") ?? $"{Environment.TickCount64}");
bool isDemo = args.Contains("--demo");
Console.OutputEncoding = Encoding.UTF8;
if (!isDemo) Console.WriteLine("Drawing the enemies…");

var enemies = EnemyMaker.Draw(count: 5, seed);
var cellar = new Cellar(enemies, seed);
var screen = new Screen(PixelModel.BuiltIn.Palette);

if (isDemo)
{
    screen.Draw(cellar);
    while (cellar.IsRunning) cellar.Move(cellar.Advice);
    screen.Draw(cellar);
    Console.WriteLine(cellar.Summary);
    return;
}

if (Console.IsInputRedirected)
{
    Console.Error.WriteLine("the game needs a keyboard; give --demo to watch a game");
    return;
}

Console.CursorVisible = false;
try
{
    while (cellar.IsRunning)
    {
        Console.Clear();
        screen.Draw(cellar);
        Console.WriteLine("WASD or arrows move and attack, space waits, Q leaves.");
        ConsoleKeyInfo key = Console.ReadKey(intercept: true);
        if (key.Key is ConsoleKey.Q or ConsoleKey.Escape) break;
        cellar.Move(key.Key switch
        {
            ConsoleKey.UpArrow => 'w',
            ConsoleKey.LeftArrow => 'a',
            ConsoleKey.DownArrow => 's',
            ConsoleKey.RightArrow => 'd',
            _ => char.ToLowerInvariant(key.KeyChar),
        });
    }

    Console.Clear();
    screen.Draw(cellar);
    Console.WriteLine(cellar.Summary);
}
finally
{
    Console.CursorVisible = true;
}

/// <summary>A creature that hunts the player. More pixels make it tougher.</summary>
sealed class Enemy(string name, Sprite picture)
{
    public string Name { get; } = name;

    public Sprite Picture { get; } = picture;

    public int Health { get; set; } = 1 + (picture.Pixels.ToArray().Count(p => p != 0) / 60);

    public (int X, int Y) At { get; set; }
}

/// <summary>Draws enemies with the model that is part of the library.</summary>
static class EnemyMaker
{
    public const int Size = 16;

    private static readonly string[] Beginnings = ["Gro", "Mi", "Za", "Hu", "Bel", "Ter"], Ends = ["gl", "mp", "rok", "nix", "wurm", "bat"];

    public static IReadOnlyList<Enemy> Draw(int count, ulong seed)
    {
        GenerationOptions options = GenerationConfigFile.LoadBuiltIn() with { Seed = seed, NumReturnSequences = count, Symmetry = true, MaxColors = 8 };
        IReadOnlyList<Sprite> pictures = PixelModel.BuiltIn.Generate(Size, Size, options);
        var random = new Random((int)seed);
        return [.. pictures.Select(picture => new Enemy(Beginnings[random.Next(Beginnings.Length)] + Ends[random.Next(Ends.Length)], picture))];
    }
}

/// <summary>The rules: a room, the player, and enemies that come closer by a step after each move.</summary>
sealed class Cellar
{
    public const int Width = 24, Height = 10;

    private static readonly Dictionary<char, (int X, int Y)> Steps = new() { [' '] = (0, 0), ['w'] = (0, -1), ['a'] = (-1, 0), ['s'] = (0, 1), ['d'] = (1, 0) };

    private readonly List<Enemy> _alive;
    private readonly Random _random;
    private readonly HashSet<(int, int)> _walls = [];
    private int _turns;

    public Cellar(IReadOnlyList<Enemy> enemies, ulong seed)
    {
        _random = new Random((int)seed);
        for (int i = 0; i < 25; i++) _walls.Add((_random.Next(2, Width - 2), _random.Next(1, Height - 1)));
        _alive = [.. enemies];
        Player = (0, Height / 2);
        Dictionary<(int X, int Y), int> ways = WaysTo(Player);
        foreach (Enemy enemy in _alive)
        {
            do enemy.At = (_random.Next(Width / 2, Width), _random.Next(Height));
            while (!IsFree(enemy.At, enemy) || !ways.ContainsKey(enemy.At));
        }

        Fight = $"{enemies.Count} creatures live in the cellar.";
    }

    public (int X, int Y) Player { get; private set; }

    public int Health { get; private set; } = 12;

    public IReadOnlyList<Enemy> Alive => _alive;

    public string Fight { get; private set; }

    public bool IsRunning => Health > 0 && _alive.Count > 0;

    public string Summary => $"{(Health <= 0 ? "You lost" : _alive.Count == 0 ? "You won" : "You left")} after {_turns} turns with {Math.Max(0, Health)} health; {_alive.Count} enemies are left.";

    public bool IsWall((int X, int Y) at) => _walls.Contains(at) && at != (0, Height / 2);

    public Enemy? EnemyAt((int X, int Y) at) => _alive.FirstOrDefault(e => e.At == at);

    public Enemy? Nearest => _alive.MinBy(Distance);

    /// <summary>The move of a careful player: attack the enemy beside you, or else wait for it.</summary>
    public char Advice
    {
        get
        {
            foreach ((char key, (int X, int Y) step) in Steps)
            {
                if (EnemyAt((Player.X + step.X, Player.Y + step.Y)) is not null) return key;
            }

            return ' ';
        }
    }

    public void Move(char direction)
    {
        if (!Steps.TryGetValue(direction, out (int X, int Y) step)) return;
        _turns++;
        Fight = "";
        (int X, int Y) to = (Player.X + step.X, Player.Y + step.Y);
        if (EnemyAt(to) is { } hit) Attack(hit);
        else if (IsInside(to) && !IsWall(to)) Player = to;
        foreach (Enemy enemy in _alive) Hunt(enemy);
    }

    private void Attack(Enemy enemy)
    {
        enemy.Health -= _random.Next(1, 4);
        Fight = enemy.Health > 0 ? $"You hit {enemy.Name}. " : $"You defeat {enemy.Name}! ";
        if (enemy.Health <= 0) _alive.Remove(enemy);
    }

    private void Hunt(Enemy enemy)
    {
        if (Distance(enemy) == 1)
        {
            int damage = _random.Next(3);
            Health -= damage;
            Fight += damage > 0 ? $"{enemy.Name} bites you. " : $"{enemy.Name} misses. ";
            return;
        }

        // One step along a shortest way around the walls.
        Dictionary<(int X, int Y), int> ways = WaysTo(Player);
        (int X, int Y) to = Neighbours(enemy.At).Where(at => at != Player && IsFree(at, enemy) && ways.ContainsKey(at)).DefaultIfEmpty(enemy.At).MinBy(at => ways[at]);
        if (ways[to] < ways[enemy.At]) enemy.At = to;
    }

    /// <summary>Returns the number of steps from each place that can be reached.</summary>
    private Dictionary<(int X, int Y), int> WaysTo((int X, int Y) goal)
    {
        var steps = new Dictionary<(int X, int Y), int> { [goal] = 0 };
        var next = new Queue<(int X, int Y)>([goal]);
        while (next.TryDequeue(out (int X, int Y) at))
        {
            foreach ((int X, int Y) neighbour in Neighbours(at).Where(n => IsInside(n) && !IsWall(n) && !steps.ContainsKey(n)))
            {
                steps[neighbour] = steps[at] + 1;
                next.Enqueue(neighbour);
            }
        }

        return steps;
    }

    private static IEnumerable<(int X, int Y)> Neighbours((int X, int Y) at) => [(at.X - 1, at.Y), (at.X + 1, at.Y), (at.X, at.Y - 1), (at.X, at.Y + 1)];

    private int Distance(Enemy enemy) => Math.Abs(enemy.At.X - Player.X) + Math.Abs(enemy.At.Y - Player.Y);

    private bool IsFree((int X, int Y) at, Enemy mover) => IsInside(at) && !IsWall(at) && _alive.All(e => e == mover || e.At != at);

    private static bool IsInside((int X, int Y) at) => at is { X: >= 0 and < Width, Y: >= 0 and < Height };
}

/// <summary>Draws the room, and the picture of the nearest enemy beside it: one character is two pixels, one above the other.</summary>
sealed class Screen(Palette palette)
{
    private const string Reset = "\e[0m";

    private static readonly bool IsPlain = Console.IsOutputRedirected;

    public void Draw(Cellar cellar)
    {
        Enemy? nearest = cellar.Nearest;
        var text = new StringBuilder();
        for (int y = 0; y < Cellar.Height; y++)
        {
            for (int x = 0; x < Cellar.Width; x++) text.Append(At(cellar, (x, y)));
            if (nearest is not null && y < EnemyMaker.Size / 2 && !IsPlain) AddRows(text.Append("   "), nearest.Picture, 2 * y);
            text.AppendLine();
        }

        text.AppendLine(nearest is null ? $"Health {Math.Max(0, cellar.Health)}." : $"Health {Math.Max(0, cellar.Health)}. Nearest: {nearest.Name}, health {nearest.Health}. {cellar.Fight}");
        Console.Write(text);
    }

    private string At(Cellar cellar, (int X, int Y) at)
    {
        if (at == cellar.Player) return Colored("\e[1;33m", '@');
        if (cellar.EnemyAt(at) is { } enemy) return Colored(Foreground(MainColor(enemy.Picture)), enemy.Name[0]);
        return Colored("\e[90m", cellar.IsWall(at) ? '#' : '·');
    }

    private static string Colored(string color, char text) => IsPlain ? $"{text}" : $"{color}{text}{Reset}";

    private void AddRows(StringBuilder text, Sprite picture, int y)
    {
        for (int x = 0; x < picture.Width; x++)
        {
            int upper = picture.Pixels[(y * picture.Width) + x], lower = picture.Pixels[((y + 1) * picture.Width) + x];
            text.Append(Reset).Append((upper, lower) switch
            {
                (0, 0) => " ",
                (_, 0) => Foreground(palette[upper]) + "▀",
                (0, _) => Foreground(palette[lower]) + "▄",
                _ => Foreground(palette[upper]) + Background(palette[lower]) + "▀",
            });
        }

        text.Append(Reset);
    }

    private Rgb MainColor(Sprite picture) =>
        palette[picture.Pixels.ToArray().Where(p => p != 0).GroupBy(p => p).MaxBy(g => g.Count() * Brightness(palette[g.Key]))?.Key ?? 0];

    private static int Brightness(Rgb color) => 60 + color.R + color.G + color.B;

    private static string Foreground(Rgb color) => $"\e[38;2;{color.R};{color.G};{color.B}m";

    private static string Background(Rgb color) => $"\e[48;2;{color.R};{color.G};{color.B}m";
}
