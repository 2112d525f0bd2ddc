"""Given names that suggest a person in a text. Pure data.

About the hundred most frequent names of boys and girls in England and Wales over twenty years, and
names common in its larger communities. Names that are also words, months or places (May, Grace,
Will, Mark, Chelsea) are left out, because false warnings teach people to accept warnings unread.
"""

from __future__ import annotations

_NAMES = """
Aaliyah Aaron Abdul Abdullah Abigail Adam Aisha Alan Albert Alex Alexander Alexandra Alfie Ali
Alice Alisha Amelia Amelie Amina Amy Andrew Anna Annabelle Anne Anthony Archie Arthur Arya Asha
Ava Ayesha Bailey Barbara Beatrice Ben Benjamin Bethany Bilal Brandon Brian Callum Cameron
Caroline Catherine Charles Charlie Charlotte Chloe Christine Christopher Claire Connor Courtney
Daniel Danielle Darcey David Deborah Dominic Dylan Edward Eleanor Elena Elizabeth Ella Ellie
Elliot Elliott Eloise Elsie Emilia Emily Emma Erin Ethan Evelyn Evie Ewan Farah Fatima Finley
Florence Francesca Fred Freddie Frederick Freya Gabriel Gareth Gary Gavin Gemma Geoffrey George
Georgia Georgina Graham Gregory Hamza Hannah Harriet Harry Harvey Hasan Hassan Heather Helen
Henry Holly Hugo Hussain Ian Ibrahim Imogen Imran Isaac Isabel Isabella Isabelle Isla Ismail
Jack Jacob Jacqueline Jake James Jamie Jane Janet Jasmine Jason Jayden Jennifer Jenny Jeremy
Jessica Joanna Joanne Joe Joel John Jonathan Joseph Joshua Judith Julia Julie Kai Karen Kate
Katherine Kathleen Katie Keith Kelly Kenneth Kevin Khadija Kieran Kimberley Kyle Lauren Layla
Leah Leon Lewis Lexi Liam Linda Lisa Logan Louis Louise Luca Lucas Lucy Luke Lydia Maisie Malik
Margaret Maria Mariam Martha Martin Maryam Mason Matilda Matthew Maya Megan Mia Michael Michelle
Millie Mohamed Mohammad Mohammed Mollie Molly Muhammad Musa Nadia Natalie Natasha Nathan Neil
Niamh Nicholas Nicky Nicola Nicole Noah Oliver Olivia Omar Oscar Owen Paige Pamela Patricia
Patrick Paul Pauline Peter Philip Phoebe Poppy Rachel Raymond Rebecca Reece Reuben Rhys Richard
Riley Robert Roger Ronald Rory Rosie Rowan Ruby Ryan Sadia Safa Sally Sam Samantha Samir Samuel
Sandra Sara Sarah Scarlett Sean Sebastian Shannon Sharon Shaun Sienna Simon Sofia Sophia Sophie
Spencer Stanley Stephanie Stephen Steven Stuart Susan Sydney Tahir Teddy Theo Theodore Thomas
Tim Timothy Toby Tom Tracey Tyler Umar Victoria Vincent Wendy William Yasmin Yusuf Zachary Zahra
Zainab Zara Zoe
"""
GIVEN_NAMES = frozenset(_NAMES.split())
